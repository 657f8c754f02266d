#include <string>
#include <utility>

#include "domain/evm/abi_interface.h"

namespace coffer::evm::abi {
namespace {

/// Values of these types do not fit a topic: the log carries the hash of their encoding.
bool is_hashed(const Type& type) { return type.dynamic || !type.children.empty(); }

Result<nlohmann::json> topic_value(const Type& type, const Hash& topic) {
  if (is_hashed(type)) return nlohmann::json(topic.text());
  COFFER_TRY(nlohmann::json values, decode({type}, topic.bytes));
  return std::move(values[0]);
}

/// Splits the inputs into what the data holds; fails unless the topics are as many as are indexed.
Result<std::vector<Type>> data_types(const Item& event, std::size_t topics) {
  std::vector<Type> out;
  std::size_t indexed = 0;
  for (std::size_t i = 0; i < event.inputs.size(); ++i) {
    if (event.indexed[i]) {
      ++indexed;
    } else {
      out.push_back(event.inputs[i]);
    }
  }
  if (indexed != topics) return fail(invalid("ABI: the log has another number of topics than " + event.signature()));
  return out;
}

}  // namespace

Result<nlohmann::json> decode_log(const Item& event, const std::vector<Hash>& topics, BytesView data) {
  std::size_t next_topic = event.anonymous ? 0 : 1;
  if (!event.anonymous && (topics.empty() || topics[0] != event.topic()))
    return fail(invalid("ABI: the log is not of " + event.signature()));
  COFFER_TRY(const auto types, data_types(event, topics.size() - next_topic));
  COFFER_TRY(nlohmann::json values, decode(types, data, Strictness::kLenient));
  nlohmann::json out = nlohmann::json::array();
  std::size_t next_value = 0;
  for (std::size_t i = 0; i < event.inputs.size(); ++i) {
    if (!event.indexed[i]) {
      out.push_back(std::move(values[next_value++]));
      continue;
    }
    COFFER_TRY(nlohmann::json value, topic_value(event.inputs[i], topics[next_topic++]));
    out.push_back(std::move(value));
  }
  return out;
}

}  // namespace coffer::evm::abi
