#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <thread>

#include "platform/async/io_threads.h"
#include "platform/async/run_blocking.h"
#include "platform/http/server.h"

/// For tests only: a server on the loopback interface, and a client that sends bytes as they are.
namespace coffer::http::testing {

/// A blocking socket to 127.0.0.1 that gives up after ten seconds.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval limit{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the socket API's own cast
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { ::close(socket_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }

  void send(std::string_view text) const {
    while (!text.empty()) {
      const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  /// Reads until `end` was seen `times` times; returns everything read, less if the connection ends.
  std::string read_until(std::string_view end, int times = 1) {
    std::size_t from = 0;
    for (int seen = 0; seen < times;) {
      const auto found = received_.find(end, from);
      if (found != std::string::npos) {
        from = found + end.size();
        ++seen;
      } else if (!read_more()) {
        break;
      }
    }
    return received_;
  }

  /// Reads until the server closes the connection.
  std::string read_all() {
    while (read_more()) continue;
    return received_;
  }

  /// Whether the server closed the connection without sending anything more.
  bool is_closed() { return !read_more(); }

 private:
  bool read_more() {
    std::array<char, 65536> chunk{};
    const auto size = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (size <= 0) return false;
    received_.append(chunk.data(), static_cast<std::size_t>(size));
    return true;
  }

  int socket_;
  bool connected_ = false;
  std::string received_;
};

/// A running server for the time of a test.
class LoopbackServer {
 public:
  explicit LoopbackServer(Handler& handler, ServerSettings settings = {}, std::shared_ptr<ServerTls> tls = nullptr)
      : server_(std::move(settings), threads_, sleeper_, handler, std::move(tls),
                [this](std::string_view what) { errors_ += std::string(what) + "\n"; }) {
    started_ = server_.start();
  }
  ~LoopbackServer() { stop(std::chrono::seconds{1}); }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  void stop(Duration limit) {
    async::run_blocking(server_.stop_accepting());
    async::run_blocking(server_.drain(limit));
  }

  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  [[nodiscard]] std::string url(std::string_view path) const {
    return "http://127.0.0.1:" + std::to_string(port()) + std::string(path);
  }
  Server& server() { return server_; }
  async::Sleeper& sleeper() { return sleeper_; }
  [[nodiscard]] const std::string& errors() const { return errors_; }

 private:
  SystemClock clock_;
  async::SteadySleeper sleeper_{clock_};
  async::IoThreads threads_{1};
  std::string errors_;
  Server server_;
  Result<void> started_;
};

/// Answers by a function.
class FunctionHandler : public Handler {
 public:
  using Function = std::function<awaitable<Response>(Request)>;
  explicit FunctionHandler(Function function) : function_(std::move(function)) {}

  awaitable<Response> handle(Request request) override { return function_(std::move(request)); }
  Response refuse(int status, std::string_view why) override {
    Response response;
    response.status = status;
    response.body = why;
    return response;
  }

 private:
  Function function_;
};

/// Answers `METHOD target` and the body on lines of their own.
inline awaitable<Response> echo(Request request) {
  Response response;
  response.headers.add("Content-Type", "text/plain");
  response.body = std::string(method_name(request.method)) + " " + request.target + "\n" + request.body;
  co_return response;
}

}  // namespace coffer::http::testing
