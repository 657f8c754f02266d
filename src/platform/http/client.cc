#include "platform/http/client.h"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <chrono>
#include <list>
#include <map>
#include <mutex>

#include "platform/async/retry_budget.h"
#include "platform/async/timeout.h"
#include "platform/http/client_connection.h"
#include "platform/http/tls_context.h"
#include "platform/http/web_socket_session.h"

namespace coffer::http {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// TLS 1.3 servers send session tickets after the handshake; those are read with the first answer, so
/// an idle connection is silent afterwards.
struct Idle {
  std::unique_ptr<Socket> socket;
  SteadyClock::time_point since;
};

struct Key {
  std::string origin;
  Reach reach;
  auto operator<=>(const Key&) const = default;
};

/// The idle connections of all origins.
class Pool {
 public:
  explicit Pool(const ClientSettings& settings) : settings_(settings) {}

  /// A connection that was made on `executor` and is still open; null without one.
  std::unique_ptr<Socket> take(const Key& key, const Executor& executor) {
    std::list<Idle> stale;  // closed after the lock is released
    const std::lock_guard lock(mutex_);
    auto& idle = idle_[key];
    const auto oldest = SteadyClock::now() - settings_.idle_timeout;
    for (auto it = idle.begin(); it != idle.end();) {
      const auto current = it++;
      if (current->since < oldest) {
        stale.splice(stale.end(), idle, current);
      } else if (current->socket->get_executor() == executor) {
        std::list<Idle> taken;
        taken.splice(taken.end(), idle, current);
        if (is_reusable(*taken.front().socket)) return std::move(taken.front().socket);
      }
    }
    return nullptr;
  }

  void give(const Key& key, std::unique_ptr<Socket> socket) {
    std::list<Idle> stale;
    const std::lock_guard lock(mutex_);
    auto& idle = idle_[key];
    idle.push_front({std::move(socket), SteadyClock::now()});
    if (idle.size() > settings_.max_idle_per_origin) stale.splice(stale.end(), idle, std::prev(idle.end()));
  }

 private:
  const ClientSettings& settings_;
  std::mutex mutex_;
  std::map<Key, std::list<Idle>> idle_;
};

struct Attempt {
  Result<ClientResponse> response;
  bool may_repeat = false;  // an idempotent request may be sent again
  bool was_reused = false;  // the connection had been idle and gave no byte
};

class PooledClient final : public Client {
 public:
  PooledClient(ClientSettings settings, TlsContextPtr tls, async::Sleeper& sleeper, Entropy& entropy)
      : settings_(std::move(settings)),
        tls_(std::move(tls)),
        sleeper_(sleeper),
        entropy_(entropy),
        budget_(settings_.retry_budget_percent, 10),
        pool_(settings_) {}

  awaitable<Result<ClientResponse>> send(ClientRequest request) override {
    const Duration timeout = request.timeout;
    co_return co_await async::with_timeout(sleeper_, timeout, follow(std::move(request)));
  }

  awaitable<Result<std::unique_ptr<WebSocket>>> open_websocket(WebSocketRequest request) override {
    const Duration timeout = request.timeout;
    co_return co_await async::with_timeout(sleeper_, timeout, open(std::move(request)));
  }

 private:
  awaitable<Result<ClientResponse>> follow(ClientRequest request);
  awaitable<Result<ClientResponse>> send_with_retries(const Url& url, const ClientRequest& request);
  awaitable<Attempt> attempt(const Url& url, const ClientRequest& request, bool fresh);
  awaitable<Result<std::unique_ptr<WebSocket>>> open(WebSocketRequest request);
  awaitable<Result<void>> back_off(int failures);

  ClientSettings settings_;
  TlsContextPtr tls_;
  async::Sleeper& sleeper_;
  Entropy& entropy_;
  async::RetryBudget budget_;
  Pool pool_;
};

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

awaitable<Result<ClientResponse>> PooledClient::follow(ClientRequest request) {
  CO_TRY(Url url, parse_url(request.url));
  if (url.scheme != "http" && url.scheme != "https") co_return fail(invalid("the URL must be http or https"));
  const bool safe = request.method == Method::kGet || request.method == Method::kHead;
  for (int redirects = 0;; ++redirects) {
    CO_TRY(auto response, co_await send_with_retries(url, request));
    const auto location = response.headers.get("Location");
    if (!safe || !is_redirect(response.status) || !location || request.max_redirects == 0)
      co_return std::move(response);
    if (redirects == request.max_redirects) co_return fail(unavailable("too many redirects"));
    CO_TRY(Url next, resolve_url(url, *location));
    if (url.secure() && !next.secure()) co_return fail(invalid("a redirect from https must stay on https"));
    // What authenticates to one origin is not shown to another.
    if (next.origin() != url.origin()) {
      request.headers.remove("Authorization");
      request.headers.remove("Cookie");
    }
    url = std::move(next);
  }
}

awaitable<Result<ClientResponse>> PooledClient::send_with_retries(const Url& url, const ClientRequest& request) {
  budget_.call();
  for (int failures = 0;;) {
    Attempt result = co_await attempt(url, request, false);
    // The server had closed the idle connection; on a new one the request is sent for the first time as
    // far as it is concerned, which holds for idempotent requests only.
    if (result.was_reused && request.idempotent) result = co_await attempt(url, request, true);
    const bool retry =
        request.idempotent && result.may_repeat && ++failures < settings_.max_attempts && budget_.spend();
    if (!retry) co_return std::move(result.response);
    CO_CHECK(co_await back_off(failures));
  }
}

awaitable<Attempt> PooledClient::attempt(const Url& url, const ClientRequest& request, bool fresh) {
  const Key key{url.origin(), request.reach};
  const Executor executor = co_await boost::asio::this_coro::executor;
  auto socket = fresh ? nullptr : pool_.take(key, executor);
  const bool reused = socket != nullptr;
  if (!reused) {
    auto connected =
        co_await async::with_timeout(sleeper_, settings_.connect_timeout, connect(url, request.reach, tls_));
    if (!connected) {
      const bool transient = connected.error().code == ErrorCode::kUnavailable;
      co_return Attempt{.response = fail(connected.error()), .may_repeat = transient, .was_reused = false};
    }
    socket = *std::move(connected);
  }
  Exchange result = co_await exchange(*socket, url, request);
  if (!result.response) {
    const bool transient = result.response.error().code == ErrorCode::kUnavailable;
    co_return Attempt{
        .response = std::move(result.response), .may_repeat = transient, .was_reused = reused && result.nothing_came};
  }
  if (result.keep_alive) pool_.give(key, std::move(socket));
  const int status = result.response->status;
  co_return Attempt{.response = std::move(result.response),
                    .may_repeat = status == 502 || status == 503 || status == 504,
                    .was_reused = false};
}

awaitable<Result<void>> PooledClient::back_off(int failures) {
  std::array<std::uint8_t, 2> random{};
  CO_CHECK(entropy_.fill(random));
  const int jitter = random[0] * 256 + random[1];
  const Duration base = settings_.retry_delay * (1 << std::min(failures - 1, 10));
  // Between half and all of the doubled delay.
  co_return co_await sleeper_.sleep_for(base / 2 + base / 2 * jitter / 65535);
}

awaitable<Result<std::unique_ptr<WebSocket>>> PooledClient::open(WebSocketRequest request) {
  CO_TRY(const Url url, parse_url(request.url));
  if (url.scheme != "ws" && url.scheme != "wss") co_return fail(invalid("the URL must be ws or wss"));
  CO_TRY(auto socket, co_await connect(url, request.reach, tls_));
  co_return co_await open_web_socket(std::move(socket), url.authority(), url.target, std::move(request.headers),
                                     request.settings);
}

}  // namespace

Result<std::unique_ptr<Client>> make_client(ClientSettings settings, async::Sleeper& sleeper, Entropy& entropy) {
  COFFER_TRY(auto tls, make_client_context(settings.tls));
  return std::make_unique<PooledClient>(std::move(settings), std::move(tls), sleeper, entropy);
}

}  // namespace coffer::http
