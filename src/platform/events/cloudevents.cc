#include <nlohmann/json.hpp>

#include "platform/events/event.h"

namespace coffer::events {

std::string cloudevents_json(const Envelope& envelope) {
  nlohmann::ordered_json out{{"specversion", "1.0"},
                             {"id", envelope.id},
                             {"source", envelope.source},
                             {"type", envelope.type},
                             {"subject", envelope.key},
                             {"time", rfc3339(envelope.time)},
                             {"datacontenttype", envelope.content_type},
                             {"position", std::to_string(envelope.position)}};
  const bool says_json = envelope.content_type == "application/json" || envelope.content_type.ends_with("+json");
  auto data = says_json ? nlohmann::ordered_json::parse(envelope.data, nullptr, false)
                        : nlohmann::ordered_json(nlohmann::ordered_json::value_t::discarded);
  if (data.is_discarded()) {
    out["data_base64"] = base64(as_bytes(envelope.data));
  } else {
    out["data"] = std::move(data);
  }
  return out.dump();
}

}  // namespace coffer::events
