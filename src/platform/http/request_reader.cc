#include "platform/http/request_reader.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace coffer::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;

using Parser = beast::http::request_parser<beast::http::string_body>;

constexpr auto kNoThrow = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kHeadReadSize = 4 * 1024;  // what an idle connection costs
constexpr std::size_t kBodyReadSize = 64 * 1024;
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

Refusal refusal_of(const beast::error_code& error) {
  using beast::http::error;
  if (error == error::body_limit) return {413, "the body is too large"};
  if (error == error::header_limit) return {431, "the header is too large"};
  return {400, "the request is not well-formed HTTP/1.1"};
}

}  // namespace

struct RequestReader::State {
  State(Socket& stream, Deadline& time, const ServerSettings& limits, Lane& group, Swept& connection)
      : socket(stream), deadline(time), settings(limits), lane(group), owner(connection) {}

  Socket& socket;
  Deadline& deadline;
  const ServerSettings& settings;
  Lane& lane;
  Swept& owner;
  beast::flat_buffer buffer;
  std::optional<Parser> parser;

  [[nodiscard]] std::string_view text() const {
    return {static_cast<const char*>(buffer.data().data()), buffer.data().size()};
  }

  /// Whether something was read.
  awaitable<bool> fill(std::size_t most) {
    const auto [error, size] = co_await socket.async_read_some(buffer.prepare(most), kNoThrow);
    if (error) co_return false;
    buffer.commit(size);
    co_return true;
  }

  /// Empty lines before a request are skipped (RFC 9112 section 2.2).
  void skip_empty_lines() {
    while (text().starts_with("\r\n")) buffer.consume(2);
  }

  /// The length of the head in the buffer; 0 when the connection ended before it was there.
  awaitable<std::size_t> await_head(Outcome& outcome);
  Refusal parse_head(std::size_t length, Outcome& outcome);
  awaitable<Refusal> read_body();
  awaitable<bool> send_continue();
};

awaitable<std::size_t> RequestReader::State::await_head(Outcome& outcome) {
  std::size_t scanned = 0;
  bool begun = false;
  deadline.set(settings.idle_timeout);
  while (true) {
    skip_empty_lines();
    if (!begun && buffer.size() > 0) {
      begun = true;
      deadline.set(settings.header_timeout);
    }
    const auto end = text().find(kHeadEnd, scanned);
    if (end != std::string_view::npos && end + kHeadEnd.size() <= settings.max_header_bytes)
      co_return end + kHeadEnd.size();
    if (buffer.size() > settings.max_header_bytes) {
      outcome.refusal = {431, "the header is too large"};
      co_return 0;
    }
    scanned = buffer.size() < kHeadEnd.size() ? 0 : buffer.size() - kHeadEnd.size() + 1;
    if (co_await fill(kHeadReadSize)) continue;
    if (begun && deadline.expired()) outcome.refusal = {408, "the header took too long"};
    co_return 0;
  }
}

Refusal RequestReader::State::parse_head(std::size_t length, Outcome& outcome) {
  if (const auto refusal = check_raw_head(text().substr(0, length))) return refusal;
  parser.emplace();
  parser->eager(true);
  parser->header_limit(static_cast<std::uint32_t>(settings.max_header_bytes));
  parser->body_limit(settings.max_body_bytes);
  beast::error_code error;
  const std::size_t used = parser->put(asio::buffer(buffer.data().data(), length), error);
  buffer.consume(used);
  if (error && error != beast::http::error::need_more) return refusal_of(error);
  if (!parser->is_header_done()) return {400, "the request is not well-formed HTTP/1.1"};

  const auto& message = parser->get();
  Request& request = outcome.request;
  request.method = parse_method({message.method_string().data(), message.method_string().size()});
  request.target.assign(message.target().data(), message.target().size());
  request.headers.reserve(8);
  for (const auto& field : message)
    request.headers.add({field.name_string().data(), field.name_string().size()},
                        {field.value().data(), field.value().size()});
  outcome.minor_version = static_cast<int>(message.version() % 10);
  outcome.keep_alive = wants_keep_alive(request.headers, outcome.minor_version);
  if (const auto refusal = split_target(request)) return refusal;
  return check_framing(request, outcome.minor_version);
}

awaitable<bool> RequestReader::State::send_continue() {
  const auto [error, size] = co_await asio::async_write(socket, asio::buffer(kContinue), kNoThrow);
  co_return !error;
}

awaitable<Refusal> RequestReader::State::read_body() {
  deadline.set(settings.body_timeout);
  Lane::Hold held(lane, owner);
  while (!parser->is_done()) {
    held.set(buffer.size() + parser->get().body().size(), settings.max_unfinished_bytes);
    beast::error_code error;
    const std::size_t used = parser->put(buffer.data(), error);
    buffer.consume(used);
    if (error && error != beast::http::error::need_more) co_return refusal_of(error);
    if (parser->is_done()) break;
    if (used > 0 && buffer.size() > 0 && !error) continue;
    // What the parser will not take is a chunk header or trailer without an end.
    if (buffer.size() > settings.max_header_bytes) co_return Refusal{400, "a chunk header is too large"};
    if (co_await fill(kBodyReadSize)) continue;
    co_return deadline.expired() ? Refusal{408, "the body took too long"} : Refusal{400, "the body was cut"};
  }
  co_return Refusal{};
}

RequestReader::RequestReader(Socket& socket, Deadline& deadline, const ServerSettings& settings, Lane& lane,
                             Swept& owner)
    : state_(std::make_unique<State>(socket, deadline, settings, lane, owner)) {}
RequestReader::~RequestReader() = default;

bool RequestReader::has_more() const { return state_->buffer.size() > 0; }

awaitable<RequestReader::Outcome> RequestReader::next() {
  State& state = *state_;
  Outcome outcome;
  const std::size_t length = co_await state.await_head(outcome);
  if (length > 0) outcome.refusal = state.parse_head(length, outcome);
  if (length > 0 && !outcome.refusal && !state.parser->is_done()) {
    if (outcome.request.headers.count("Expect") > 0 && !co_await state.send_continue()) co_return outcome;
    outcome.refusal = co_await state.read_body();
  }
  if (outcome.refusal) {
    outcome.end = End::kRefused;
  } else if (length > 0) {
    outcome.end = End::kRequest;
    outcome.request.body = std::move(state.parser->get().body());
  }
  co_return outcome;
}

}  // namespace coffer::http
