#include "platform/http/client_connection.h"

#include <fmt/format.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <iterator>

#include "platform/http/address_guard.h"
#include "platform/http/head_check.h"

namespace coffer::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

using Parser = beast::http::response_parser<beast::http::string_body>;

constexpr auto kNoThrow = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kMaxHeaderBytes = 64 * 1024;
constexpr std::size_t kReadSize = 16 * 1024;
constexpr int kMaxInterimResponses = 8;

Error unreachable(const Url& url) { return unavailable("cannot reach " + url.host); }

awaitable<Result<void>> start_tls(TlsStream& stream, const Url& url) {
  SocketError error;
  stream.set_verify_callback(asio::ssl::host_name_verification(url.host), error);
  asio::ip::make_address(url.host, error);
  // Server Name Indication carries names only (RFC 6066 section 3).
  if (error) SSL_set_tlsext_host_name(stream.native_handle(), url.host.c_str());
  const auto [failure] = co_await stream.async_handshake(TlsStream::client, kNoThrow);
  if (failure) co_return fail(unavailable("TLS with " + url.host + " failed"));
  co_return Result<void>{};
}

bool is_framing_field(std::string_view name) {
  for (const std::string_view field : {"Host", "Content-Length", "Transfer-Encoding", "Connection"})
    if (equal_ignoring_case(name, field)) return true;
  return false;
}

std::string head_of(const Url& url, const ClientRequest& request) {
  std::string head;
  fmt::format_to(std::back_inserter(head), "{} {} HTTP/1.1\r\nHost: {}\r\n", method_name(request.method), url.target,
                 url.authority());
  for (const auto& [name, value] : request.headers) {
    const bool one_line = (name + value).find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
    if (one_line && !is_framing_field(name)) fmt::format_to(std::back_inserter(head), "{}: {}\r\n", name, value);
  }
  if (request.headers.count("User-Agent") == 0) head += "User-Agent: coffer\r\n";
  const bool bodiless = request.method == Method::kGet || request.method == Method::kHead;
  if (!bodiless || !request.body.empty())
    fmt::format_to(std::back_inserter(head), "Content-Length: {}\r\n", request.body.size());
  head += "\r\n";
  return head;
}

/// Reads one response, interim ones included, into `parser`.
awaitable<Result<void>> read_response(Socket& socket, beast::flat_buffer& buffer, Parser& parser, bool& nothing_came) {
  while (!parser.is_done()) {
    beast::error_code error;
    const std::size_t used = buffer.size() == 0 ? 0 : parser.put(buffer.data(), error);
    buffer.consume(used);
    if (error == beast::http::error::body_limit)
      co_return fail(Error{ErrorCode::kPayloadTooLarge, "the answer is too large", {}});
    if (error && error != beast::http::error::need_more) co_return fail(unavailable("the answer is not valid HTTP"));
    if (parser.is_done()) break;
    if (used > 0 && buffer.size() > 0 && !error) continue;
    if (buffer.size() > kMaxHeaderBytes) co_return fail(unavailable("the answer is not valid HTTP"));
    const auto [failure, size] = co_await socket.async_read_some(buffer.prepare(kReadSize), kNoThrow);
    buffer.commit(size);
    nothing_came = nothing_came && size == 0;
    if (!failure) continue;
    beast::error_code at_end;
    if (failure == asio::error::eof && parser.got_some()) parser.put_eof(at_end);
    if (failure != asio::error::eof || at_end || !parser.is_done())
      co_return fail(unavailable("the connection was lost"));
  }
  co_return Result<void>{};
}

ClientResponse take(Parser& parser) {
  ClientResponse response;
  auto& message = parser.get();
  response.status = static_cast<int>(message.result_int());
  for (const auto& field : message)
    response.headers.add({field.name_string().data(), field.name_string().size()},
                         {field.value().data(), field.value().size()});
  response.body = std::move(message.body());
  return response;
}

}  // namespace

awaitable<Result<std::unique_ptr<Socket>>> connect(const Url& url, Reach reach, TlsContextPtr tls) {
  const auto executor = co_await asio::this_coro::executor;
  Tcp::resolver resolver(executor);
  const auto [resolve_error, found] = co_await resolver.async_resolve(url.host, std::to_string(url.port), kNoThrow);
  if (resolve_error) co_return fail(unreachable(url));
  const bool public_only =
      std::ranges::all_of(found, [](const auto& entry) { return is_public_address(entry.endpoint().address()); });
  if (reach == Reach::kPublicOnly && !public_only)
    co_return fail(invalid("the URL leads to an address that is not public"));
  Tcp::socket socket(executor);
  const auto [connect_error, endpoint] = co_await asio::async_connect(socket, found, kNoThrow);
  if (connect_error) co_return fail(unreachable(url));
  SocketError ignored;
  socket.set_option(Tcp::no_delay(true), ignored);
  if (!url.secure()) co_return std::make_unique<Socket>(std::move(socket));
  auto secure = std::make_unique<Socket>(std::move(socket), std::move(tls));
  CO_CHECK(co_await start_tls(*secure->tls(), url));
  co_return secure;
}

awaitable<Exchange> exchange(Socket& socket, const Url& url, const ClientRequest& request) {
  Exchange out;
  out.nothing_came = true;
  const std::string head = head_of(url, request);
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(head), asio::buffer(request.body)};
  const auto [error, size] = co_await asio::async_write(socket, buffers, kNoThrow);
  // An answer may be there although the server did not read everything (413).
  (void)error;
  beast::flat_buffer buffer;
  for (int interim = 0; interim < kMaxInterimResponses; ++interim) {
    Parser parser;
    parser.eager(true);
    parser.header_limit(kMaxHeaderBytes);
    parser.body_limit(request.max_response_bytes);
    parser.skip(request.method == Method::kHead);
    if (const auto read = co_await read_response(socket, buffer, parser, out.nothing_came); !read) {
      out.response = fail(read.error());
      co_return out;
    }
    if (parser.get().result_int() < 200) continue;
    out.keep_alive = parser.keep_alive() && buffer.size() == 0;
    out.response = take(parser);
    co_return out;
  }
  out.response = fail(unavailable("the answer is not valid HTTP"));
  co_return out;
}

bool is_reusable(Socket& socket) {
  if (!socket.tcp().is_open()) return false;
  SocketError error;
  socket.tcp().non_blocking(true, error);
  char byte = 0;
  socket.tcp().receive(asio::buffer(&byte, 1), Tcp::socket::message_peek, error);
  return error == asio::error::would_block;
}

}  // namespace coffer::http
