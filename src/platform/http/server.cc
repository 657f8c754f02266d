#include "platform/http/server.h"

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <vector>

#include "platform/async/task_group.h"
#include "platform/async/timeout.h"
#include "platform/http/connection.h"

namespace coffer::http {
namespace {

namespace asio = boost::asio;

constexpr auto kNoThrow = asio::as_tuple(asio::use_awaitable);
constexpr Duration kAcceptPause = std::chrono::milliseconds{50};
constexpr Duration kTlsReloadInterval = std::chrono::seconds{10};

/// Runs a function of a lane on the lane's own thread.
awaitable<void> call_on_lane(std::shared_ptr<Lane> lane, void (Lane::*function)()) {
  ((*lane).*function)();
  co_return;
}

awaitable<bool> make_room(std::shared_ptr<Lane> lane) { co_return lane->close_longest_waiting(); }

}  // namespace

struct Server::State {
  State(std::shared_ptr<const ServerParts> shared, async::IoThreads& threads, std::shared_ptr<ServerTls> certificate)
      : parts(std::move(shared)),
        tls(std::move(certificate)),
        acceptor(threads.executor(0)),
        tasks(threads.executor(0), [shared = parts](std::string_view task, const Error& error) {
          if (shared->on_error) shared->on_error(std::string(task) + ": " + error.message);
        }) {
    for (std::size_t i = 0; i < threads.count(); ++i) lanes.push_back(std::make_shared<Lane>(threads.executor(i)));
  }

  std::shared_ptr<const ServerParts> parts;
  std::shared_ptr<ServerTls> tls;
  Tcp::acceptor acceptor;
  std::vector<std::shared_ptr<Lane>> lanes;
  std::size_t next_lane = 0;
  std::atomic<std::size_t> open = 0;
  std::atomic<std::uint16_t> port = 0;
  async::Event changed;  // a connection ended
  async::TaskGroup tasks;

  Result<void> listen();
  static awaitable<Result<void>> accept(std::shared_ptr<State> state);
  static awaitable<Result<void>> serve(std::shared_ptr<State> state, std::shared_ptr<Lane> lane, Tcp::socket socket);
  static awaitable<Result<void>> watch_certificate(std::shared_ptr<State> state);
  static awaitable<void> close_acceptor(std::shared_ptr<State> state);
  static awaitable<void> await_end(std::shared_ptr<State> state);
  static awaitable<void> call(std::shared_ptr<State> state, void (Lane::*function)());
};

Result<void> Server::State::listen() {
  SocketError error;
  const auto address = asio::ip::make_address(parts->settings.address, error);
  if (error) return fail(invalid("the listening address must be an IP address: " + parts->settings.address));
  const Tcp::endpoint endpoint(address, parts->settings.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(1024, error);
  if (error)
    return fail(unavailable("cannot listen on " + parts->settings.address + ":" + std::to_string(parts->settings.port) +
                            ": " + error.message()));
  port = acceptor.local_endpoint(error).port();
  return {};
}

awaitable<Result<void>> Server::State::accept(std::shared_ptr<State> state) {
  while (state->acceptor.is_open()) {
    const auto& lane = state->lanes.at(state->next_lane++ % state->lanes.size());
    auto [error, socket] = co_await state->acceptor.async_accept(lane->executor, kNoThrow);
    if (!state->acceptor.is_open()) break;
    if (error) {
      // Out of descriptors, or a connection that ended before it was taken.
      if (error != asio::error::connection_aborted && state->parts->on_error)
        state->parts->on_error("accept: " + error.message());
      co_await asio::co_spawn(lane->executor, make_room(lane), asio::use_awaitable);
      CO_CHECK(co_await state->parts->sleeper.sleep_for(kAcceptPause));
      continue;
    }
    // Where there is no room, who has kept the server waiting longest goes; where nobody has, the socket closes.
    if (state->open >= state->parts->settings.max_connections &&
        !co_await asio::co_spawn(lane->executor, make_room(lane), asio::use_awaitable))
      continue;
    ++state->open;
    state->tasks.spawn_on(lane->executor, "http connection", serve(state, lane, std::move(socket)));
  }
  co_return Result<void>{};
}

awaitable<Result<void>> Server::State::serve(std::shared_ptr<State> state, std::shared_ptr<Lane> lane,
                                             Tcp::socket socket) {
  const std::shared_ptr<void> counted(nullptr, [state](void*) {
    --state->open;
    state->changed.notify();
  });
  SocketError error;
  const auto peer = socket.remote_endpoint(error);
  if (error) co_return Result<void>{};
  socket.set_option(Tcp::no_delay(true), error);
  Socket stream = state->tls ? Socket(std::move(socket), state->tls->context()) : Socket(std::move(socket));
  Connection connection(state->parts, lane, std::move(stream), peer.address().to_string());
  co_await connection.serve();
  co_return Result<void>{};
}

awaitable<Result<void>> Server::State::watch_certificate(std::shared_ptr<State> state) {
  while (true) {
    CO_CHECK(co_await state->parts->sleeper.sleep_for(kTlsReloadInterval));
    const auto changed = state->tls->reload_if_changed();
    if (!changed && state->parts->on_error) state->parts->on_error("certificate: " + changed.error().message);
  }
}

awaitable<void> Server::State::close_acceptor(std::shared_ptr<State> state) {
  SocketError ignored;
  state->acceptor.close(ignored);
  co_return;
}

awaitable<void> Server::State::await_end(std::shared_ptr<State> state) {
  while (true) {
    const auto seen = state->changed.version();
    if (state->open == 0) co_return;
    if (!co_await state->changed.wait(seen)) co_return;
  }
}

awaitable<void> Server::State::call(std::shared_ptr<State> state, void (Lane::*function)()) {
  for (const auto& lane : state->lanes)
    co_await asio::co_spawn(lane->executor, call_on_lane(lane, function), asio::use_awaitable);
}

Server::Server(ServerSettings settings, async::IoThreads& threads, async::Sleeper& sleeper, Handler& handler,
               std::shared_ptr<ServerTls> tls, OnError on_error)
    : state_(std::make_shared<State>(
          std::make_shared<const ServerParts>(ServerParts{std::move(settings), sleeper, handler, std::move(on_error)}),
          threads, std::move(tls))) {}

Server::~Server() { state_->tasks.cancel(); }

Result<void> Server::start() {
  COFFER_CHECK(state_->listen());
  for (const auto& lane : state_->lanes)
    state_->tasks.spawn_on(lane->executor, "http sweep", Lane::sweep(lane, state_->parts->sleeper));
  if (state_->tls) state_->tasks.spawn("http certificate", State::watch_certificate(state_));
  state_->tasks.spawn("http accept", State::accept(state_));
  return {};
}

std::uint16_t Server::port() const { return state_->port; }
std::size_t Server::connections() const { return state_->open; }

awaitable<void> Server::stop_accepting() {
  const auto state = state_;
  co_await asio::co_spawn(state->lanes.front()->executor, State::close_acceptor(state), asio::use_awaitable);
  co_await State::call(state, &Lane::stop);
}

awaitable<void> Server::drain(Duration limit) {
  const auto state = state_;
  const bool ended = co_await async::finishes_within(state->parts->sleeper, limit, State::await_end(state));
  if (!ended) {
    co_await State::call(state, &Lane::cut);
    co_await async::finishes_within(state->parts->sleeper, limit, State::await_end(state));
  }
  state->tasks.cancel();
  co_await state->tasks.join();
}

}  // namespace coffer::http
