#include "services/gateway/health.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "platform/async/timeout.h"
#include "platform/json/writer.h"

namespace coffer::gateway {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr Duration kCheckTimeout = std::chrono::seconds{2};

struct Outcome {
  std::string name;
  std::string_view status;
  std::int64_t latency_ms = 0;
};

http::Response json_response(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  response.headers.add("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

/// Resident memory in bytes, from the second number of /proc/self/statm (pages).
std::int64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::int64_t total = 0;
  std::int64_t resident = 0;
  file >> total >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

/// Processor time used since the start, in milliseconds.
std::int64_t processor_ms() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto ms = [](const timeval& time) { return time.tv_sec * 1000 + time.tv_usec / 1000; };
  return ms(usage.ru_utime) + ms(usage.ru_stime);
}

void append_check(std::string& out, const Outcome& outcome) {
  json::ObjectWriter fields(out);
  fields.key("status");
  json::append_text(out, outcome.status);
  fields.key("latency_ms");
  json::append_integer(out, outcome.latency_ms);
}

void append_number_check(std::string& out, std::string_view key, std::int64_t value) {
  json::ObjectWriter fields(out);
  fields.key("status");
  json::append_text(out, "ok");
  fields.key("latency_ms");
  json::append_integer(out, 0);
  fields.key(key);
  json::append_integer(out, value);
}

std::string body_of(std::string_view status, std::string_view version, const std::vector<Outcome>& outcomes,
                    bool with_process) {
  std::string out;
  {
    json::ObjectWriter body(out);
    body.key("status");
    json::append_text(out, status);
    body.key("version");
    json::append_text(out, version);
    body.key("checks");
    json::ObjectWriter checks(out);
    for (const Outcome& outcome : outcomes) {
      checks.text_key(outcome.name);
      append_check(out, outcome);
    }
    if (with_process) {
      checks.key("memory");
      append_number_check(out, "resident_bytes", resident_bytes());
      checks.key("cpu");
      append_number_check(out, "used_ms", processor_ms());
    }
  }
  return out;
}

}  // namespace

Health::Health(std::vector<HealthCheck*> checks, async::Sleeper& sleeper, std::string version)
    : checks_(std::move(checks)), sleeper_(sleeper), version_(std::move(version)) {}

http::Response Health::live() const { return json_response(200, body_of("ok", version_, {}, false)); }

awaitable<http::Response> Health::ready() { return report(true); }
awaitable<http::Response> Health::full() { return report(false); }

awaitable<http::Response> Health::report(bool critical_only) {
  std::string_view status = "ok";
  std::vector<Outcome> outcomes;
  for (HealthCheck* check : checks_) {
    if (critical_only && !check->is_critical()) continue;
    const auto start = SteadyClock::now();
    const auto result = co_await async::with_timeout(sleeper_, kCheckTimeout, check->check());
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - start);
    Outcome outcome{.name = check->name(), .status = "ok", .latency_ms = took.count()};
    if (!result) outcome.status = check->is_critical() ? "down" : "degraded";
    if (outcome.status == "down" || (outcome.status == "degraded" && status == "ok")) status = outcome.status;
    outcomes.push_back(std::move(outcome));
  }
  co_return json_response(status == "down" ? 503 : 200, body_of(status, version_, outcomes, !critical_only));
}

}  // namespace coffer::gateway
