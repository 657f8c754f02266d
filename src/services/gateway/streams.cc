#include "services/gateway/streams.h"

#include "platform/async/timeout.h"
#include "platform/http/uri.h"

namespace coffer::gateway {
namespace {

constexpr Duration kRetryPause = std::chrono::seconds{1};
constexpr int kMaxFailures = 5;
constexpr std::size_t kMaxClientMessage = 1024;

/// Shows an open stream as long as it lives.
class Shown {
 public:
  explicit Shown(telemetry::Gauge& gauge) : gauge_(gauge) { gauge_.Increment(); }
  ~Shown() { gauge_.Decrement(); }
  Shown(const Shown&) = delete;
  Shown& operator=(const Shown&) = delete;

 private:
  telemetry::Gauge& gauge_;
};

/// `id`, `event` and `data` of the HTML standard, section 9.2; the JSON has no line breaks.
std::string event_text(const rpc::StreamFrame& frame) {
  return "id: " + frame.cursor + "\nevent: " + frame.type + "\ndata: " + frame.json + "\n\n";
}

/// Reads what the client sends until it closes: a stream has nothing to say to the server.
awaitable<Result<void>> until_closed(http::WebSocket& socket) {
  while (true) CO_CHECK(co_await socket.receive());
}

}  // namespace

struct Streams::Stream {
  http::Request request;  // for its credential, which must go on being valid
  CallContext call;
  Source source;
  std::vector<rpc::NamedText> query;  // what the client asked for, without the cursor
  std::string cursor;
  rpc::StreamBatch first;
  std::unique_ptr<OpenStreams::Place> place;
  std::unique_ptr<Shown> shown;
};

Streams::Streams(const Parts& parts, Doorman& doorman)
    : parts_(parts),
      doorman_(doorman),
      open_(parts.settings.max_streams, parts.settings.max_streams_per_caller),
      open_sockets_(parts.metrics.gauge(telemetry::metric::kWebSocketConnections, "Open WebSocket streams")),
      open_events_(parts.metrics.gauge("coffer_event_streams", "Open server-sent event streams")) {}

std::optional<Streams::Source> Streams::find(std::string_view path) const {
  for (rpc::Service* service : parts_.services) {
    for (const rpc::MethodDescriptor& method : service->descriptor().methods) {
      if (!method.websocket.empty() && method.websocket == path) return Source{service, &method, true};
      if (!method.sse.empty() && method.sse == path) return Source{service, &method, false};
    }
  }
  return std::nullopt;
}

awaitable<Result<http::Response>> Streams::open(http::Request request, RequestInfo info, Source source,
                                                Principal principal) {
  if (source.websocket && !http::is_websocket_upgrade(request))
    co_return fail(invalid("this path is a WebSocket: ask for an upgrade"));
  auto stream = std::make_shared<Stream>();
  CO_TRY(stream->place, open_.take(principal.id));
  CO_TRY(auto pairs, http::parse_query(request.query));
  for (auto& [name, value] : pairs) {
    if (name == "wait_ms" || name == "limit")
      co_return fail(invalid_field(name, name + " is not a parameter of a stream"));
    if (name == "cursor")
      stream->cursor = std::move(value);
    else
      stream->query.push_back({.name = std::move(name), .value = std::move(value)});
  }
  if (stream->cursor.empty()) stream->cursor = request.headers.get("Last-Event-ID").value_or("");
  stream->source = source;
  stream->call.request_id = info.request_id;
  stream->call.traceparent = info.traceparent;
  stream->call.principal = std::move(principal);
  stream->call.client_ip = info.client_ip;
  stream->request = std::move(request);
  CO_TRY(stream->first, co_await poll(*stream, Duration{0}));
  stream->shown = std::make_unique<Shown>(source.websocket ? open_sockets_ : open_events_);

  http::Response response;
  if (source.websocket) {
    response.session_settings.max_message_bytes = kMaxClientMessage;
    response.session = [this, stream](http::WebSocket& socket) { return run_socket(stream, socket); };
  } else {
    response.headers.add("Content-Type", "text/event-stream");
    response.headers.add("Cache-Control", "no-store");
    response.headers.add("X-Accel-Buffering", "no");
    response.stream = [this, stream](http::BodyWriter& writer) { return run_events(stream, writer); };
  }
  co_return response;
}

/// Asks for what followed the cursor, and moves it on.
awaitable<Result<rpc::StreamBatch>> Streams::poll(Stream& stream, Duration wait) {
  const rpc::MethodDescriptor& method = *stream.source.method;
  auto query = stream.query;
  if (!stream.cursor.empty()) query.push_back({.name = "cursor", .value = stream.cursor});
  const auto wait_ms = std::chrono::duration_cast<std::chrono::milliseconds>(wait).count();
  if (wait_ms > 0) query.push_back({.name = "wait_ms", .value = std::to_string(wait_ms)});
  rpc::MessagePtr request = method.make_request();
  CO_CHECK(method.read_http({.body = {}, .path = {}, .query = query, .cookies = {}}, *request));
  CO_CHECK(method.validate(*request, parts_.formats));
  stream.call.deadline = parts_.clock.now() + method.timeout;
  CO_TRY(const auto reply, co_await stream.source.service->invoke(method, stream.call, std::move(request)));
  rpc::StreamBatch batch = method.stream_batch(*reply);
  stream.cursor = batch.cursor;
  co_return batch;
}

awaitable<void> Streams::run_events(std::shared_ptr<Stream> stream, http::BodyWriter& writer) {
  rpc::StreamBatch batch = std::move(stream->first);
  for (int failures = 0; writer.is_open();) {
    std::string text;
    for (const rpc::StreamFrame& frame : batch.frames) text += event_text(frame);
    if (text.empty()) text = ": \n\n";
    if (!co_await writer.write(std::move(text))) co_return;
    if (!co_await doorman_.still_valid(stream->request)) co_return;
    auto next = co_await poll(*stream, parts_.settings.stream_wait);
    if (!next && (++failures == kMaxFailures || !co_await parts_.sleeper.sleep_for(kRetryPause))) co_return;
    if (next) failures = 0;
    batch = std::move(next).value_or(rpc::StreamBatch{});
  }
}

awaitable<void> Streams::run_socket(std::shared_ptr<Stream> stream, http::WebSocket& socket) {
  co_await async::finishes_before(send_to_socket(stream, socket), until_closed(socket));
}

awaitable<void> Streams::send_to_socket(std::shared_ptr<Stream> stream, http::WebSocket& socket) {
  rpc::StreamBatch batch = std::move(stream->first);
  for (int failures = 0; socket.is_open();) {
    for (rpc::StreamFrame& frame : batch.frames)
      if (!co_await socket.send(std::move(frame.json))) co_return;
    if (!co_await doorman_.still_valid(stream->request)) co_return;
    auto next = co_await poll(*stream, parts_.settings.stream_wait);
    if (!next && (++failures == kMaxFailures || !co_await parts_.sleeper.sleep_for(kRetryPause))) co_return;
    if (next) failures = 0;
    batch = std::move(next).value_or(rpc::StreamBatch{});
  }
}

}  // namespace coffer::gateway
