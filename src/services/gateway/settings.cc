#include "services/gateway/settings.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "platform/rpc/descriptor.h"

namespace coffer::gateway {
namespace {

constexpr std::array<std::string_view, std::tuple_size_v<RateLimits>> kClasses = {"read", "write", "auth", "money",
                                                                                  "stream"};
static_assert(static_cast<std::size_t>(rpc::RateClass::kStream) + 1 == kClasses.size());

std::optional<int> parse_count(std::string_view text) {
  constexpr int kMost = 10'000'000;
  int count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size() || count < 1 || count > kMost) return std::nullopt;
  return count;
}

}  // namespace

Result<void> set_limits(RateLimits& limits, std::span<const std::string> given) {
  std::set<std::string_view> named;
  for (const std::string_view text : given) {
    const std::size_t equals = std::min(text.find('='), text.size());
    const std::size_t slash = std::min(text.find('/', equals), text.size());
    const auto name = std::ranges::find(kClasses, text.substr(0, equals));
    if (name == kClasses.end())
      return fail(invalid("must name read, write, auth, money or stream, as in read=600/200"));
    const auto per_minute = parse_count(text.substr(std::min(equals + 1, slash), slash - std::min(equals + 1, slash)));
    const auto burst = parse_count(text.substr(std::min(slash + 1, text.size())));
    if (!per_minute || !burst)
      return fail(invalid("must be calls a minute and calls at once, each 1 to 10000000, as in read=600/200"));
    if (!named.insert(*name).second) return fail(invalid("must name each class once"));
    limits.at(static_cast<std::size_t>(name - kClasses.begin())) = {.per_minute = *per_minute, .burst = *burst};
  }
  return {};
}

Settings development_settings() {
  Settings settings;
  settings.development = true;
  settings.address_limits.fill({.per_minute = 600'000, .burst = 100'000});
  settings.caller_limits.fill({.per_minute = 300'000, .burst = 50'000});
  // Each of these costs a password hash: even here nobody may keep the processors busy with them.
  settings.address_limits[static_cast<std::size_t>(rpc::RateClass::kAuth)] = {.per_minute = 3'000, .burst = 600};
  return settings;
}

}  // namespace coffer::gateway
