#include "services/streams/public_event.h"

#include <nlohmann/json.hpp>

namespace coffer::streams {
namespace {

using nlohmann::json;

bool has_text(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() && !found->get_ref<const std::string&>().empty();
}

}  // namespace

Result<StreamEvent> public_event(const events::Envelope& envelope) {
  const bool transaction = envelope.type == "transaction.status_changed";
  if (!transaction && envelope.type != "balance.changed") return fail(internal("clients do not hear of such events"));
  json data = json::parse(envelope.data, nullptr, false);
  if (!data.is_object() || !has_text(data, "owner")) return fail(internal("the event has no owner"));
  StreamEvent out{.owner = data["owner"].get<std::string>(),
                  .topic = std::string(transaction ? kTransactions : kBalances),
                  .type = envelope.type,
                  .data = {},
                  .at = envelope.time};
  if (transaction) {
    if (!has_text(data, "id") || !has_text(data, "status")) return fail(internal("the event has no id or no status"));
    data = {{"id", data["id"]}, {"status", data["status"]}};
  } else {
    data.erase("owner");
  }
  out.data = data.dump();
  return out;
}

}  // namespace coffer::streams
