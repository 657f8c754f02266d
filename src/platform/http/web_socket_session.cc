#include "platform/http/web_socket_session.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include "platform/async/semaphore.h"

namespace coffer::http {

// Customisation points of Beast for our stream type, found by argument-dependent lookup.
void beast_close_socket(Socket& socket) { socket.close(); }

void teardown(boost::beast::role_type, Socket& socket, boost::system::error_code& error) {
  error = {};
  socket.close();
}

template <class Handler>
void async_teardown(boost::beast::role_type, Socket& socket, Handler&& handler) {
  socket.shutdown_send();
  boost::asio::post(socket.get_executor(),
                    boost::beast::bind_front_handler(std::forward<Handler>(handler), SocketError{}));
}

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

constexpr auto kNoThrow = asio::as_tuple(asio::use_awaitable);

Error closed() { return unavailable("the WebSocket is closed"); }

class Session final : public WebSocket {
 public:
  Session(Socket& socket, std::unique_ptr<Socket> owned, Settings settings)
      : owned_(std::move(owned)), stream_(socket), turn_(1, settings.max_queued) {
    stream_.read_message_max(settings.max_message_bytes);
    stream_.set_option(websocket::stream_base::timeout{.handshake_timeout = std::chrono::seconds{10},
                                                       .idle_timeout = settings.idle_timeout,
                                                       .keep_alive_pings = true});
    stream_.text(true);
  }

  awaitable<Result<std::string>> receive() override {
    beast::flat_buffer buffer;
    const auto [error, size] = co_await stream_.async_read(buffer, kNoThrow);
    if (error) co_return fail(closed());
    co_return std::string(static_cast<const char*>(buffer.data().data()), buffer.data().size());
  }

  awaitable<Result<void>> send(std::string message) override {
    CO_TRY(const auto permit, co_await turn_.acquire());
    if (!stream_.is_open()) co_return fail(closed());
    const auto [error, size] = co_await stream_.async_write(asio::buffer(message), kNoThrow);
    if (error) co_return fail(closed());
    co_return Result<void>{};
  }

  awaitable<void> close(std::uint16_t code, std::string reason) override {
    const auto permit = co_await turn_.acquire();
    if (!permit || !stream_.is_open()) co_return;
    const websocket::close_reason why(static_cast<websocket::close_code>(code), reason.substr(0, 120));
    (void)co_await stream_.async_close(why, kNoThrow);
  }

  [[nodiscard]] bool is_open() const override { return stream_.is_open(); }

  websocket::stream<Socket&>& stream() { return stream_; }

 private:
  std::unique_ptr<Socket> owned_;
  websocket::stream<Socket&> stream_;
  async::Semaphore turn_;
};

beast::http::request<beast::http::empty_body> upgrade_request(const Request& request) {
  beast::http::request<beast::http::empty_body> out(beast::http::verb::get, request.target, 11);
  for (const auto& [name, value] : request.headers) out.insert(name, value);
  return out;
}

/// The last value of a field wins, as with `set`: Sec-WebSocket headers must come once.
template <class Message>
void add_headers(Message& message, const Headers& headers) {
  for (const auto& [name, value] : headers) message.set(name, value);
}

}  // namespace

awaitable<Result<std::unique_ptr<WebSocket>>> accept_web_socket(Socket& socket, const Request& request,
                                                                const Headers& headers, WebSocket::Settings settings) {
  auto session = std::make_unique<Session>(socket, nullptr, settings);
  session->stream().set_option(websocket::stream_base::decorator(
      [headers](websocket::response_type& response) { add_headers(response, headers); }));
  const auto upgrade = upgrade_request(request);
  const auto [error] = co_await session->stream().async_accept(upgrade, kNoThrow);
  if (error) co_return fail(closed());
  co_return std::move(session);
}

awaitable<Result<std::unique_ptr<WebSocket>>> open_web_socket(std::unique_ptr<Socket> socket, std::string host,
                                                              std::string target, Headers headers,
                                                              WebSocket::Settings settings) {
  Socket& stream = *socket;
  auto session = std::make_unique<Session>(stream, std::move(socket), settings);
  session->stream().set_option(websocket::stream_base::decorator(
      [headers](websocket::request_type& request) { add_headers(request, headers); }));
  const auto [error] = co_await session->stream().async_handshake(host, target, kNoThrow);
  if (error) co_return fail(unavailable("the WebSocket was not accepted"));
  co_return std::move(session);
}

}  // namespace coffer::http
