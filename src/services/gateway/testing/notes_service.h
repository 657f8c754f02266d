#pragma once

#include <google/protobuf/wrappers.pb.h>

#include <array>
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "platform/async/event.h"
#include "platform/json/reader.h"
#include "platform/json/writer.h"
#include "platform/rpc/descriptor.h"

/// For tests only: a small service as the generator would make it, with one text in and one text out.
namespace coffer::gateway::testing {

using Text = google::protobuf::StringValue;

inline std::string& text_of(rpc::Message& message) { return *static_cast<Text&>(message).mutable_value(); }
inline const std::string& text_of(const rpc::Message& message) { return static_cast<const Text&>(message).value(); }

inline rpc::MessagePtr make_text() { return std::make_unique<Text>(); }

/// The text is the member `text` of the body, or what stands in the path, the query or the cookie.
inline Result<void> read_text(const rpc::HttpInput& input, rpc::Message& request) {
  for (const auto& texts : {input.path, input.query, input.cookies})
    for (const rpc::NamedText& text : texts) text_of(request) += text.name + "=" + text.value + ";";
  if (input.body.empty()) return {};
  static constexpr std::array<std::string_view, 1> kNames{"text"};
  return json::read_document(input.body, [&](json::Value root) {
    return json::read_object(root, kNames, 0,
                             [&](std::size_t, json::Value value) { return json::read_text(value, text_of(request)); });
  });
}

inline Result<void> validate_text(const rpc::Message& request, const rpc::Formats&) {
  if (text_of(request) == "bad") return fail(invalid_field("text", "text must not be bad"));
  return {};
}
inline void append_text_json(std::string& out, const rpc::Message& reply) {
  json::ObjectWriter fields(out);
  fields.key("text");
  json::append_text(out, text_of(reply));
}
inline std::string text_bytes(const rpc::Message& request) { return text_of(request); }
inline void wipe_text(rpc::Message& request) { text_of(request).clear(); }
inline rpc::SessionTokens tokens_of_text(const rpc::Message&) {
  return {.access_token = "new-access", .refresh_token = "new-refresh"};
}

/// The text of a batch is its cursor, a number; each number below 4 is an event.
inline rpc::StreamBatch batch_of_text(const rpc::Message& reply) {
  const std::string& text = text_of(reply);
  const auto space = text.find(' ');
  rpc::StreamBatch batch{.cursor = text.substr(0, space), .frames = {}};
  if (space != std::string::npos)
    batch.frames.push_back({.cursor = batch.cursor, .type = "note.made", .json = text.substr(space + 1)});
  return batch;
}

struct MethodRules {
  std::string_view name;
  std::span<const rpc::HttpBinding> http;
  std::span<const rpc::Allow> allow;
  int success = 200;
  bool idempotent = false;
  int step_up = 0;
  rpc::SessionEffect session = rpc::SessionEffect::kUnchanged;
  bool development_only = false;
  std::string_view websocket = {};
  std::string_view sse = {};
  rpc::RateClass rate = rpc::RateClass::kWrite;
};

inline rpc::MethodDescriptor make_method(const MethodRules& rules) {
  rpc::MethodDescriptor method{};
  method.full_name = rules.name;
  method.name = rules.name;
  method.http = rules.http;
  method.success_status = rules.success;
  method.allow = rules.allow;
  method.rate = rules.rate;
  method.idempotent = rules.idempotent;
  method.step_up = rules.step_up;
  method.session = rules.session;
  method.development_only = rules.development_only;
  method.websocket = rules.websocket;
  method.sse = rules.sse;
  method.max_request_bytes = 1000;
  method.make_request = make_text;
  method.make_reply = make_text;
  method.read_http = read_text;
  method.validate = validate_text;
  method.append_json = append_text_json;
  method.idempotency_bytes = text_bytes;
  method.wipe_secrets = wipe_text;
  method.session_tokens = tokens_of_text;
  method.stream_batch = batch_of_text;
  return method;
}

inline constexpr std::array kPublic{rpc::Allow::kPublic};
inline constexpr std::array kUser{rpc::Allow::kUser};
inline constexpr std::array kAdmin{rpc::Allow::kAdmin};
inline constexpr std::array kCreate{rpc::HttpBinding{"POST", "/v1/notes", {}},
                                    rpc::HttpBinding{"POST", "/notes", "text"}};
inline constexpr std::array kGet{rpc::HttpBinding{"GET", "/v1/notes/{id}", {}}};
inline constexpr std::array kPin{rpc::HttpBinding{"POST", "/v1/notes/{id}:pin", {}}};
inline constexpr std::array kLatest{rpc::HttpBinding{"GET", "/v1/notes/latest", {}}};
inline constexpr std::array kLogin{rpc::HttpBinding{"POST", "/v1/login", {}}, rpc::HttpBinding{"POST", "/login", {}}};
inline constexpr std::array kLogout{rpc::HttpBinding{"POST", "/v1/logout", {}}};
inline constexpr std::array kAll{rpc::HttpBinding{"GET", "/v1/all", {}}};
inline constexpr std::array kVault{rpc::HttpBinding{"GET", "/v1/vault", {}}};
inline constexpr std::array kDev{rpc::HttpBinding{"GET", "/dev/notes", {}}};
inline constexpr std::array kOther{rpc::HttpBinding{"POST", "/notes", "document"}};

inline std::vector<rpc::MethodDescriptor> notes_methods() {
  return {make_method({.name = "Create", .http = kCreate, .allow = kUser, .success = 201, .idempotent = true}),
          make_method({.name = "Get", .http = kGet, .allow = kUser, .rate = rpc::RateClass::kRead}),
          make_method({.name = "Pin", .http = kPin, .allow = kUser}),
          make_method({.name = "Latest", .http = kLatest, .allow = kPublic, .rate = rpc::RateClass::kRead}),
          make_method({.name = "Login", .http = kLogin, .allow = kPublic, .session = rpc::SessionEffect::kIssue}),
          make_method(
              {.name = "Logout", .http = kLogout, .allow = kUser, .success = 204, .session = rpc::SessionEffect::kEnd}),
          make_method({.name = "All", .http = kAll, .allow = kAdmin, .rate = rpc::RateClass::kRead}),
          make_method({.name = "Vault", .http = kVault, .allow = kUser, .step_up = 2, .rate = rpc::RateClass::kRead}),
          make_method({.name = "Dev", .http = kDev, .allow = kPublic, .development_only = true}),
          make_method({.name = "Follow",
                       .http = {},
                       .allow = kUser,
                       .websocket = "/v1/stream",
                       .sse = "/v1/events",
                       .rate = rpc::RateClass::kStream}),
          make_method({.name = "Upload", .http = kOther, .allow = kPublic})};
}

/// Answers with the name of the method, how often it was called and what it was given.
class NotesService final : public rpc::Service {
 public:
  using Answer = std::function<awaitable<Result<std::string>>(const CallContext&, std::string)>;

  [[nodiscard]] const rpc::ServiceDescriptor& descriptor() const override { return descriptor_; }

  awaitable<Result<rpc::MessagePtr>> invoke(const rpc::MethodDescriptor& method, const CallContext& call,
                                            rpc::MessagePtr request) override {
    ++calls;
    {
      const std::lock_guard lock(mutex_);
      last_call_ = call;
    }
    auto reply = make_text();
    if (answer) {
      CO_TRY(text_of(*reply), co_await answer(call, text_of(*request)));
    } else {
      text_of(*reply) = std::string(method.name) + " " + std::to_string(calls) + " " + text_of(*request);
    }
    co_return std::move(reply);
  }

  [[nodiscard]] CallContext last_call() const {
    const std::lock_guard lock(mutex_);
    return last_call_;
  }

  Answer answer;
  std::atomic<int> calls = 0;

 private:
  std::vector<rpc::MethodDescriptor> methods_ = notes_methods();
  rpc::ServiceDescriptor descriptor_{.full_name = "Notes", .methods = methods_};
  mutable std::mutex mutex_;
  CallContext last_call_;
};

}  // namespace coffer::gateway::testing
