#pragma once

#include <functional>
#include <memory>
#include <string>

#include "platform/http/lane.h"
#include "platform/http/request_reader.h"
#include "platform/http/socket.h"

namespace coffer::http {

/// What every connection of a server needs. Internal to platform/http.
struct ServerParts {
  ServerSettings settings;
  async::Sleeper& sleeper;
  Handler& handler;
  Server::OnError on_error;
};

/// One accepted connection, from handshake to close. Lives in the coroutine `serve`.
class Connection final : public Swept {
 public:
  Connection(std::shared_ptr<const ServerParts> parts, std::shared_ptr<Lane> lane, Socket socket,
             std::string client_ip);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  awaitable<void> serve();

  void sweep(Deadline::SteadyClock::time_point now) override;
  void stop() override;
  void cut() override;

 private:
  class Writer;

  awaitable<bool> handshake();
  awaitable<RequestReader::Outcome> next_request();
  awaitable<bool> answer(RequestReader::Outcome& outcome);
  awaitable<Response> call_handler(Request request);
  awaitable<bool> write_response(const Response& response, bool with_body, bool keep_alive);
  awaitable<bool> write_stream(const Response& response, bool chunked);
  awaitable<void> run_session(const Request& request, Response response);
  awaitable<bool> write_all(std::string_view head, std::string_view body);
  awaitable<void> close_gently();

  std::shared_ptr<const ServerParts> parts_;
  std::shared_ptr<Lane> lane_;
  Socket socket_;
  std::string client_ip_;
  Deadline deadline_;
  RequestReader reader_;
  std::string out_;
  bool idle_ = true;
  std::size_t served_ = 0;
};

}  // namespace coffer::http
