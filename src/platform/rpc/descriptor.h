#pragma once

#include <google/protobuf/message.h>

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <compare>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/call_context.h"
#include "base/result.h"
#include "platform/rpc/formats.h"

/// What the generator makes of a service at run time. The gateway and the gRPC server know services
/// through these types alone.
namespace coffer::rpc {

using Message = google::protobuf::Message;
using MessagePtr = std::unique_ptr<Message>;

/// Who may call; the values of coffer.options.v1.Allow.
enum class Allow { kPublic, kUser, kSupport, kCompliance, kAdmin, kService };

/// Which side a call comes in from: the gateway's, for one of its clients, or a service's, for itself or
/// on behalf of the user whose call it carries.
enum class Origin { kEdge, kService };

/// Who sends a call, apart from the principal for whom it is sent.
struct Caller {
  Origin origin = Origin::kService;
  std::vector<std::string> services;  // whom it has proved to be; several where one process runs several

  static Caller edge() { return {.origin = Origin::kEdge, .services = {"gateway"}}; }
  static Caller service(std::string name) { return {.origin = Origin::kService, .services = {std::move(name)}}; }
  [[nodiscard]] bool is(std::string_view service) const {
    return std::ranges::find(services, service) != services.end();
  }

  auto operator<=>(const Caller&) const = default;
};

/// The class whose rate limit a call counts against.
enum class RateClass { kRead, kWrite, kAuth, kMoney, kStream };
/// What success does with the session cookies.
enum class SessionEffect { kUnchanged, kIssue, kEnd };

/// One route of a method. The first of a method is its own, the others are aliases.
struct HttpBinding {
  std::string_view verb;           // GET, POST, PUT, PATCH, DELETE
  std::string_view path;           // "/v1/wallets/{wallet_id}:export"
  std::string_view when_body_has;  // member that the JSON body must have for this route to match; mostly empty
};

/// A path, query or cookie value under its name, percent-decoded.
struct NamedText {
  std::string name;
  std::string value;
};

/// The parts of an HTTP request that a message is made of. Only what lives as long as the call.
struct HttpInput {
  std::string_view body;  // as it came; empty counts as `{}`
  std::span<const NamedText> path;
  std::span<const NamedText> query;  // in order; a name that comes twice is refused
  std::span<const NamedText> cookies;
};

/// An answer that is passed on as it is (a method with `raw_reply`).
struct RawReplyView {
  std::string_view content_type;
  std::string_view body;
  int status = 200;
};

/// The tokens of a reply that begins a session (a method with SessionEffect::kIssue).
struct SessionTokens {
  std::string_view access_token;
  std::string_view refresh_token;
};

/// One event of a long poll (a method with `websocket` or `sse`), ready to be sent.
struct StreamFrame {
  std::string cursor;
  std::string type;
  std::string json;
};
struct StreamBatch {
  std::string cursor;  // to go on from, also when there was no event
  std::vector<StreamFrame> frames;
};

/// One method: what the contract says of it, and what the generator made for it. All functions that
/// take a Message expect the method's own type.
struct MethodDescriptor {
  std::string_view full_name;         // "coffer.wallets.v1.Wallets/CreateWallet": the gRPC path without its slash
  std::string_view name;              // "CreateWallet"
  std::size_t index = 0;              // within its service
  std::span<const HttpBinding> http;  // empty: reached by services (or as a stream) only
  int success_status = 200;
  std::span<const Allow> allow;  // any of these
  RateClass rate = RateClass::kRead;
  bool idempotent = false;
  int step_up = 0;  // assurance that the session must have, as Principal::assurance
  SessionEffect session = SessionEffect::kUnchanged;
  bool development_only = false;
  bool raw_reply = false;
  bool raw_body = false;
  std::string_view websocket;  // path, empty when none
  std::string_view sse;        // path, empty when none
  std::chrono::milliseconds timeout{30'000};
  std::size_t max_request_bytes = 1 << 20;
  std::span<const std::string_view> callers;  // the services that may call it
  bool repeatable = false;                    // may be sent again when its answer was lost

  MessagePtr (*make_request)();
  MessagePtr (*make_reply)();
  /// Fills a fresh request from path, query, cookies and body. VALIDATION_ERROR with details.field.
  Result<void> (*read_http)(const HttpInput& input, Message& request);
  /// Holds the request against the rules beside its fields. VALIDATION_ERROR with details.field.
  Result<void> (*validate)(const Message& request, const Formats& formats);
  /// Appends the reply as JSON.
  void (*append_json)(std::string& out, const Message& reply);
  /// What the idempotency hash is taken over: the same bytes for equal requests, without what came
  /// from the query string. Holds secrets: hash it, keep nothing.
  std::string (*idempotency_bytes)(const Message& request);
  /// Overwrites the secret fields of a request.
  void (*wipe_secrets)(Message& request);
  RawReplyView (*raw_view)(const Message& reply);         // null unless raw_reply
  SessionTokens (*session_tokens)(const Message& reply);  // null unless SessionEffect::kIssue
  StreamBatch (*stream_batch)(const Message& reply);      // null unless websocket or sse
};

struct ServiceDescriptor {
  std::string_view full_name;  // "coffer.wallets.v1.Wallets"
  std::span<const MethodDescriptor> methods;
};

/// A service whose types are erased: what the gateway calls and the gRPC server serves. Generated as
/// `WalletsDispatch(WalletsApi&)`.
class Service {
 public:
  virtual ~Service() = default;
  [[nodiscard]] virtual const ServiceDescriptor& descriptor() const = 0;
  /// Calls one of this service's methods with a request of that method's type. `call` must stay
  /// alive until the result is there.
  virtual boost::asio::awaitable<Result<MessagePtr>> invoke(const MethodDescriptor& method, const CallContext& call,
                                                            MessagePtr request) = 0;
};

/// A service for callers in other processes, where it runs here.
class Hosted {
 public:
  virtual ~Hosted() = default;
  [[nodiscard]] virtual const ServiceDescriptor& descriptor() const = 0;
  [[nodiscard]] virtual bool is_here() const = 0;
  /// The service behind the guard that knows this caller. It lives as long as this. From any thread.
  virtual Service& for_caller(const Caller& caller) = 0;
};

}  // namespace coffer::rpc
