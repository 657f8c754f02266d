#include "platform/http/connection.h"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "platform/async/timeout.h"
#include "platform/http/response_head.h"
#include "platform/http/web_socket_session.h"

namespace coffer::http {
namespace {

namespace asio = boost::asio;

constexpr auto kNoThrow = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kJoinedBodyBytes = 16 * 1024;  // smaller bodies are copied behind the head
constexpr std::size_t kLingerBytes = 1 << 20;
constexpr Duration kLingerTime = std::chrono::seconds{2};

bool has_no_body(int status) { return status == 204 || status == 304; }

std::string_view body_of(const Response& response) {
  return response.shared_body ? std::string_view(*response.shared_body) : std::string_view(response.body);
}

}  // namespace

/// The body of a streamed answer.
class Connection::Writer final : public BodyWriter {
 public:
  Writer(Connection& connection, bool chunked) : connection_(connection), chunked_(chunked) {}

  awaitable<Result<void>> write(std::string chunk) override {
    if (!is_open()) co_return fail(unavailable("the client is gone"));
    if (chunk.empty()) co_return Result<void>{};
    std::string framed;
    if (chunked_)
      append_chunk(framed, chunk);
    else
      framed = std::move(chunk);
    connection_.deadline_.set(connection_.parts_->settings.write_timeout);
    open_ = co_await connection_.write_all(framed, {});
    connection_.deadline_.clear();
    if (!open_) co_return fail(unavailable("the client is gone"));
    co_return Result<void>{};
  }

  [[nodiscard]] bool is_open() const override { return open_ && !connection_.lane_->stopped; }
  [[nodiscard]] bool unbroken() const { return open_; }

 private:
  Connection& connection_;
  bool chunked_;
  bool open_ = true;
};

Connection::Connection(std::shared_ptr<const ServerParts> parts, std::shared_ptr<Lane> lane, Socket socket,
                       std::string client_ip)
    : parts_(std::move(parts)),
      lane_(std::move(lane)),
      socket_(std::move(socket)),
      client_ip_(std::move(client_ip)),
      reader_(socket_, deadline_, parts_->settings, *lane_, *this) {
  lane_->members.insert(this);
}

Connection::~Connection() { lane_->members.erase(this); }

void Connection::sweep(Deadline::SteadyClock::time_point now) {
  if (deadline_.expire(now)) socket_.cancel();
}

void Connection::stop() {
  if (idle_) socket_.cancel();
}

void Connection::cut() { socket_.close(); }

awaitable<void> Connection::serve() {
  if (!co_await handshake()) co_return;
  while (true) {
    idle_ = !reader_.has_more();
    if (idle_ && lane_->stopped) break;
    auto outcome = co_await next_request();
    idle_ = false;
    if (outcome.end == RequestReader::End::kClosed) break;
    if (!co_await answer(outcome)) break;
  }
  co_await close_gently();
}

awaitable<bool> Connection::handshake() {
  auto* tls = socket_.tls();
  if (tls == nullptr) co_return true;
  deadline_.set(parts_->settings.header_timeout);
  const auto [error] = co_await tls->async_handshake(TlsStream::server, kNoThrow);
  co_return !error;
}

awaitable<RequestReader::Outcome> Connection::next_request() {
  const Lane::Wait wait(*lane_, *this);
  co_return co_await reader_.next();
}

/// Whether the connection goes on.
awaitable<bool> Connection::answer(RequestReader::Outcome& outcome) {
  const ServerSettings& settings = parts_->settings;
  if (outcome.end == RequestReader::End::kRefused) {
    const Response refusal = parts_->handler.refuse(outcome.refusal.status, outcome.refusal.why);
    co_return co_await write_response(refusal, true, false);
  }
  Request& request = outcome.request;
  request.client_ip = client_ip_;
  request.tls = socket_.tls() != nullptr;
  const bool with_body = request.method != Method::kHead;
  std::optional<Request> upgrade;
  if (is_websocket_upgrade(request) && !reader_.has_more()) {
    upgrade = request;
    upgrade->body.clear();
  }
  deadline_.set(settings.handler_timeout);
  Response response = co_await call_handler(std::move(request));
  deadline_.set(settings.write_timeout);
  if (response.session && upgrade) {
    co_await run_session(*upgrade, std::move(response));
    co_return false;
  }
  if (response.stream && with_body) co_return co_await write_stream(response, outcome.minor_version == 1);
  const bool keep = outcome.keep_alive && !lane_->stopped && ++served_ < settings.max_requests_per_connection;
  co_return co_await write_response(response, with_body, keep);
}

awaitable<Response> Connection::call_handler(Request request) {
  try {
    co_return co_await parts_->handler.handle(std::move(request));
  } catch (const std::exception& bug) {
    if (parts_->on_error) parts_->on_error(std::string("a handler threw: ") + bug.what());
  }
  co_return parts_->handler.refuse(500, "internal error");
}

awaitable<bool> Connection::write_response(const Response& response, bool with_body, bool keep_alive) {
  const std::string_view body = body_of(response);
  BodyFraming framing{.length = body.size(), .chunked = false, .keep_alive = keep_alive};
  if (has_no_body(response.status)) framing.length.reset();
  out_.clear();
  append_head(out_, response, lane_->date, framing);
  if (!with_body || has_no_body(response.status)) co_return co_await write_all(out_, {}) && keep_alive;
  if (body.size() > kJoinedBodyBytes) co_return co_await write_all(out_, body) && keep_alive;
  out_ += body;
  co_return co_await write_all(out_, {}) && keep_alive;
}

awaitable<bool> Connection::write_stream(const Response& response, bool chunked) {
  out_.clear();
  append_head(out_, response, lane_->date, {.length = {}, .chunked = chunked, .keep_alive = false});
  if (!co_await write_all(out_, {})) co_return false;
  deadline_.clear();
  Writer writer(*this, chunked);
  try {
    co_await async::finishes_before(response.stream(writer), lane_->stopping.wait(0));
  } catch (const std::exception& bug) {
    if (parts_->on_error) parts_->on_error(std::string("a stream threw: ") + bug.what());
    co_return false;
  }
  deadline_.set(parts_->settings.write_timeout);
  out_.clear();
  if (chunked) append_chunk(out_, {});
  if (writer.unbroken()) co_await write_all(out_, {});
  co_return false;
}

awaitable<void> Connection::run_session(const Request& request, Response response) {
  // From here the session watches the time itself.
  deadline_.clear();
  const auto session = co_await accept_web_socket(socket_, request, response.headers, response.session_settings);
  if (!session) co_return;
  try {
    co_await async::finishes_before(response.session(**session), lane_->stopping.wait(0));
  } catch (const std::exception& bug) {
    if (parts_->on_error) parts_->on_error(std::string("a session threw: ") + bug.what());
  }
  if ((*session)->is_open()) {
    deadline_.set(kLingerTime);
    co_await (*session)->close(lane_->stopped ? 1001 : 1000, {});
  }
}

awaitable<bool> Connection::write_all(std::string_view head, std::string_view body) {
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(head), asio::buffer(body)};
  const auto [error, size] = co_await asio::async_write(socket_, buffers, kNoThrow);
  co_return !error;
}

/// Lets the client read the last answer before the connection goes: what it still sends is read and
/// thrown away for a while, as closing on unread bytes would reset the connection.
awaitable<void> Connection::close_gently() {
  if (!socket_.tcp().is_open()) co_return;
  deadline_.set(kLingerTime);
  if (auto* tls = socket_.tls()) (void)co_await tls->async_shutdown(kNoThrow);
  socket_.shutdown_send();
  std::array<char, 4096> waste{};
  for (std::size_t total = 0; total < kLingerBytes && !deadline_.expired();) {
    const auto [error, size] = co_await socket_.tcp().async_read_some(asio::buffer(waste), kNoThrow);
    if (error) break;
    total += size;
  }
  socket_.close();
}

}  // namespace coffer::http
