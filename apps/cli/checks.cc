#include "apps/cli/checks.h"

#include <sys/stat.h>
#include <time.h>

#include <algorithm>

#include "apps/cli/text.h"

namespace coffer::cli {
namespace {

using State = Finding::State;
using namespace std::chrono_literals;

constexpr Duration kLargestSkew = 5s;

Finding clock_check(const Api::Answer& answer, Time now) {
  const auto header = answer.headers.get("Date");
  const Result<Time> date = header ? parse_http_date(std::string(*header)) : fail(invalid("no date"));
  if (!date) return {"clock", State::kWarning, "the server does not tell the time", ""};
  const Duration skew = std::max(*date - now, now - *date);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(skew).count();
  if (skew <= kLargestSkew) return {"clock", State::kGood, "this machine and the server agree", ""};
  return {"clock", State::kBad, "this machine and the server are " + std::to_string(seconds) + " s apart",
          "sudo timedatectl set-ntp true"};
}

void add_health(const Json& health, std::vector<Finding>& findings) {
  for (const auto& [name, check] : health.value("checks", Json::object()).items()) {
    const std::string status = check.value("status", "");
    if (status == "ok") {
      findings.push_back({name, State::kGood, "answers", ""});
    } else if (check.contains("status")) {
      const std::string fix = name == "chains" ? "see the node of the network below" : "see the server's log";
      findings.push_back({name, status == "down" ? State::kBad : State::kWarning, "is " + status, fix});
    }
  }
}

Finding network_check(const Json& network, Time now) {
  const std::string id = network.value("id", "");
  const std::string name = "network " + id;
  const std::string fix = network.value("development", false)
                              ? "./dev down && ./dev up"
                              : "check the endpoints of " + id + " in the file of chains.networks";
  if (network.value("health", "") == "down") return {name, State::kBad, "no node answers", fix};
  if (!network.contains("head")) return {name, State::kWarning, "no block has been seen yet", fix};
  const Json head = network.at("head");
  const std::string block =
      "block " + head.value("number", Json(0)).dump() + ", " + relative(head.value("time", ""), now);
  const Result<Time> time = parse_rfc3339(head.value("time", ""));
  const Duration usual = std::chrono::milliseconds(network.value("block_time_ms", std::int64_t{12'000}));
  if (time && now - *time > std::max<Duration>(usual * 20, 30s))
    return {name, State::kWarning, "stands still: " + block, fix};
  if (network.value("health", "") == "degraded") return {name, State::kWarning, "a node is away; " + block, fix};
  return {name, State::kGood, block, ""};
}

}  // namespace

Result<Time> parse_http_date(const std::string& text) {
  tm parts{};
  const char* end = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (end == nullptr || *end != '\0') return fail(invalid("RFC 9110: not a date"));
  return from_micros(static_cast<std::int64_t>(::timegm(&parts)) * 1'000'000);
}

std::vector<Finding> server_checks(Api& api) {
  std::vector<Finding> findings;
  const Result<Api::Answer> health = api.look("/health");
  if (!health) {
    findings.push_back(
        {"server", State::kBad, "no server answers at " + api.url(), "./dev up   (or name another with --url)"});
    return findings;
  }
  if (!health->body.is_object() || !health->body.contains("checks")) {
    findings.push_back({"server", State::kBad, "what answers at " + api.url() + " is not Coffer",
                        "./dev up --port N   (and --url http://127.0.0.1:N)"});
    return findings;
  }
  findings.push_back({"server", State::kGood, api.url() + ", version " + health->body.value("version", "?"), ""});
  findings.push_back(clock_check(*health, api.clock().now()));
  add_health(health->body, findings);
  const Result<Json> networks = api.get("/v1/networks", Api::As::kNobody);
  if (!networks) {
    findings.push_back({"networks", State::kBad, networks.error().message, "see the server's log"});
    return findings;
  }
  for (const Json& network : networks->value("networks", Json::array()))
    findings.push_back(network_check(network, api.clock().now()));
  return findings;
}

Finding credentials_check(const Credentials& credentials) {
  const std::string file = credentials.file().string();
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) return {"sign-in", State::kWarning, "nobody is signed in", "coffer login"};
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return {"sign-in", State::kBad, file + " may be read by others", "chmod 600 " + file};
  return {"sign-in", State::kGood, "tokens are kept in " + file, ""};
}

}  // namespace coffer::cli
