#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "apps/cli/credentials.h"
#include "base/entropy.h"
#include "platform/async/io_threads.h"
#include "platform/http/client.h"

namespace coffer::cli {

using Json = nlohmann::json;

/// The public API of one server, as somebody who is signed in, or as nobody. Tokens are exchanged when they
/// have run out. Blocks until there is an answer.
class Api {
 public:
  struct Settings {
    std::string url;    // origin, without a slash at its end
    std::string token;  // in place of a stored session; empty: the stored one
    std::string ca_file;
  };
  enum class As { kNobody, kUser };
  struct Answer {
    int status = 0;
    http::Headers headers;
    Json body;
  };

  static Result<std::unique_ptr<Api>> create(Settings settings, const Credentials& credentials);
  ~Api();
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  /// `path` with its query. A status of 400 and more is an Error with the server's code, message and details.
  Result<Json> get(const std::string& path, As as = As::kUser);
  Result<Json> post(const std::string& path, const Json& body, As as = As::kUser);
  /// With an Idempotency-Key, so that it may be sent again.
  Result<Json> post_once(const std::string& path, const Json& body, const std::string& key);
  /// A body that holds a secret; it is wiped.
  Result<Json> post_secret(const std::string& path, std::string body, As as, const std::string& key = {});
  /// Any answer, also one that says no.
  Result<Answer> look(const std::string& path);

  /// Every item of a paged list: follows next_page_token, at most `limit` items.
  Result<Json> list(const std::string& path, const std::string& name, std::size_t limit = 1000);

  /// Stores what login, verify or refresh answered.
  Result<void> keep(const Json& tokens);
  /// An access token that is good for a while, for a WebSocket. UNAUTHENTICATED when nobody is signed in.
  Result<std::string> access_token();

  [[nodiscard]] const std::string& url() const { return settings_.url; }
  [[nodiscard]] http::Client& client() { return *client_; }
  [[nodiscard]] Executor executor() { return threads_.executor(0); }
  [[nodiscard]] const Clock& clock() const { return clock_; }
  Result<std::string> fresh_key();

 private:
  Api(Settings settings, const Credentials& credentials);
  Result<Answer> send(http::ClientRequest request);
  Result<Json> call(http::ClientRequest request, As as);
  /// Exchanges the refresh token, unless another command has done so since `stale`.
  Result<std::string> exchange(const std::string& stale);

  Settings settings_;
  const Credentials& credentials_;
  SystemClock clock_;
  SystemEntropy entropy_;
  async::SteadySleeper sleeper_{clock_};
  async::IoThreads threads_{1};
  std::unique_ptr<http::Client> client_;
};

/// `?a=b&c=d` of the values that are not empty.
std::string query(const std::map<std::string, std::string>& values);

}  // namespace coffer::cli
