#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "platform/json/reader.h"
#include "platform/rpc/codec.h"
#include "platform/rpc/descriptor.h"

namespace coffer::rpc {

/// A field that is taken from a cookie where the body leaves it out.
struct CookieField {
  std::size_t field = 0;
  std::string_view cookie;
};

/// Where the fields of a request come from, as bits by their position.
struct HttpShape {
  std::uint64_t path = 0;
  std::uint64_t query = 0;
  bool json_body = false;  // everything else comes from a JSON body
  std::span<const CookieField> cookies;
};

namespace detail {

/// The position of a name; `names.size()` when it is not there.
std::size_t position(std::span<const std::string_view> names, std::string_view name);
/// Whether a text field of the message has a value.
bool has_text(const Message& message, std::string_view field);
const NamedText* find(std::span<const NamedText> texts, std::string_view name);

template <class Request>
Result<void> read_texts(std::span<const NamedText> texts, std::uint64_t allowed, Request& request) {
  const std::span<const std::string_view> names = field_names(request);
  std::uint64_t seen = 0;
  for (const NamedText& text : texts) {
    const std::size_t field = position(names, text.name);
    if (field == names.size()) return fail(json::unknown_member(text.name));
    const std::uint64_t bit = std::uint64_t{1} << field;
    if ((allowed & bit) == 0) return fail(json::unknown_member(text.name));
    if ((seen & bit) != 0) return fail(json::repeated_member(text.name));
    seen |= bit;
    COFFER_CHECK(under(names[field], parse_text(text.value, field, request)));
  }
  return {};
}

template <class Request>
Result<void> read_parts(const HttpInput& input, const HttpShape& shape, Request& request) {
  if (shape.json_body && !input.body.empty())
    COFFER_CHECK(json::read_document(
        input.body, [&](json::Value root) { return parse_json(root, request, shape.path | shape.query); }));
  COFFER_CHECK(read_texts(input.path, shape.path, request));
  COFFER_CHECK(read_texts(input.query, shape.query, request));
  for (const CookieField& source : shape.cookies) {
    const NamedText* cookie = find(input.cookies, source.cookie);
    const std::string_view name = field_names(request)[source.field];
    if (cookie != nullptr && !has_text(request, name))
      COFFER_CHECK(under(name, parse_text(cookie->value, source.field, request)));
  }
  return {};
}

/// The message's bytes, the same for equal messages, without the fields of `left_out`.
std::string canonical_bytes(const Message& message, std::uint64_t left_out);

}  // namespace detail

/// The functions of a MethodDescriptor, made of the generated ones by type.
template <class M>
MessagePtr make() {
  return std::make_unique<M>();
}
template <class Request, const HttpShape& shape>
Result<void> read_http(const HttpInput& input, Message& request) {
  Result<void> read = detail::read_parts(input, shape, static_cast<Request&>(request));
  if (!read) return fail(named(std::move(read).error()));
  return read;
}
/// The same where the body is taken as it came into the field `body`.
template <class Request, const HttpShape& shape>
Result<void> read_http_raw(const HttpInput& input, Message& request) {
  static_cast<Request&>(request).set_body(input.body.data(), input.body.size());
  return read_http<Request, shape>(input, request);
}
template <class Request>
Result<void> validate_erased(const Message& request, const Formats& formats) {
  Result<void> checked = validate(static_cast<const Request&>(request), formats);
  if (!checked) return fail(named(std::move(checked).error()));
  return checked;
}
template <class Reply>
void append_json_erased(std::string& out, const Message& reply) {
  append_json(out, static_cast<const Reply&>(reply));
}
template <const HttpShape& shape>
std::string idempotency_bytes(const Message& request) {
  return detail::canonical_bytes(request, shape.query);
}
template <class Request>
void wipe_erased(Message& request) {
  wipe_secrets(static_cast<Request&>(request));
}
template <class Reply>
RawReplyView raw_view(const Message& reply) {
  const auto& raw = static_cast<const Reply&>(reply);
  return {.content_type = raw.content_type(), .body = raw.body(), .status = raw.status() == 0 ? 200 : raw.status()};
}
template <class Reply>
SessionTokens session_tokens(const Message& reply) {
  const auto& tokens = static_cast<const Reply&>(reply);
  return {.access_token = tokens.access_token(), .refresh_token = tokens.refresh_token()};
}
template <class Reply>
StreamBatch stream_batch(const Message& reply) {
  const auto& typed = static_cast<const Reply&>(reply);
  StreamBatch batch{.cursor = typed.cursor(), .frames = {}};
  for (const auto& event : typed.events()) {
    StreamFrame& frame =
        batch.frames.emplace_back(StreamFrame{.cursor = event.cursor(), .type = event.type(), .json = {}});
    append_json(frame.json, event);
  }
  return batch;
}

}  // namespace coffer::rpc
