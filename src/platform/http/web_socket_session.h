#pragma once

#include <memory>

#include "platform/http/handler.h"
#include "platform/http/socket.h"

namespace coffer::http {

/// Answers the upgrade of `request` on `socket`, which outlives the session. Internal to platform/http.
awaitable<Result<std::unique_ptr<WebSocket>>> accept_web_socket(Socket& socket, const Request& request,
                                                                const Headers& headers, WebSocket::Settings settings);

/// Asks for an upgrade as a client; the session owns the socket.
awaitable<Result<std::unique_ptr<WebSocket>>> open_web_socket(std::unique_ptr<Socket> socket, std::string host,
                                                              std::string target, Headers headers,
                                                              WebSocket::Settings settings);

}  // namespace coffer::http
