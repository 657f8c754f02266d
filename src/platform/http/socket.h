#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <memory>
#include <utility>
#include <variant>

namespace coffer::http {

using Tcp = boost::asio::ip::tcp;
using TlsStream = boost::asio::ssl::stream<Tcp::socket>;
using SocketError = boost::system::error_code;

/// A connected socket, plain or TLS, as one Asio stream type, so that what is built on streams is
/// compiled once. Internal to platform/http.
class Socket {
 public:
  using executor_type = Tcp::socket::executor_type;

  explicit Socket(Tcp::socket socket) : stream_(std::in_place_type<Tcp::socket>, std::move(socket)) {}
  Socket(Tcp::socket socket, std::shared_ptr<boost::asio::ssl::context> context)
      : context_(std::move(context)), stream_(std::in_place_type<TlsStream>, std::move(socket), *context_) {}

  executor_type get_executor() { return tcp().get_executor(); }
  [[nodiscard]] Tcp::socket& tcp() {
    auto* stream = tls();
    return stream != nullptr ? stream->next_layer() : *std::get_if<Tcp::socket>(&stream_);
  }
  /// Null for a plain socket.
  [[nodiscard]] TlsStream* tls() { return std::get_if<TlsStream>(&stream_); }

  void cancel() {
    SocketError ignored;
    tcp().cancel(ignored);
  }
  void shutdown_send() {
    SocketError ignored;
    tcp().shutdown(Tcp::socket::shutdown_send, ignored);
  }
  void close() {
    SocketError ignored;
    tcp().close(ignored);
  }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(SocketError, std::size_t)>(
        [this](auto handler, const Buffers& target) {
          if (auto* stream = tls())
            stream->async_read_some(target, std::move(handler));
          else
            tcp().async_read_some(target, std::move(handler));
        },
        token, buffers);
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(SocketError, std::size_t)>(
        [this](auto handler, const Buffers& source) {
          if (auto* stream = tls())
            stream->async_write_some(source, std::move(handler));
          else
            tcp().async_write_some(source, std::move(handler));
        },
        token, buffers);
  }

 private:
  std::shared_ptr<boost::asio::ssl::context> context_;
  std::variant<Tcp::socket, TlsStream> stream_;
};

}  // namespace coffer::http
