#pragma once

#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "base/time.h"

namespace coffer::events {

/// Something that happened, as the service that knows it says it.
struct Event {
  /// `wallets.account_created`: the service, then what happened.
  std::string type;
  /// The thing it happened to, as an account id. Events of one key are delivered in the order in
  /// which their transactions committed; CloudEvents calls it the subject.
  std::string key;
  /// The payload, JSON text unless `content_type` says otherwise; at most `kMaxDataBytes`.
  std::string data;
  std::string content_type = "application/json";
};

inline constexpr std::size_t kMaxDataBytes = 256 * 1024;

/// An event as it is delivered, with what CloudEvents 1.0 asks for.
struct Envelope {
  /// Its place in the outbox: grows by one, without gaps, in the order of delivery.
  std::int64_t position = 0;
  std::string id;      // unique; the consumer's inbox remembers it
  std::string source;  // `/coffer/<outbox>`
  std::string type;
  std::string key;
  Time time;
  std::string content_type;
  std::string data;
};

/// The CloudEvents 1.0 JSON form (`application/cloudevents+json`): `data` for JSON payloads,
/// `data_base64` for others, `position` as an extension attribute.
std::string cloudevents_json(const Envelope& envelope);

}  // namespace coffer::events
