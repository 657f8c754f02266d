#include "platform/pki/service_name.h"

#include <algorithm>

namespace coffer::pki {
namespace {

constexpr std::string_view kUri = "urn:coffer:service:";
constexpr std::size_t kLongest = 32;

bool is_small_letter(char letter) { return letter >= 'a' && letter <= 'z'; }
bool is_inner(char letter) { return is_small_letter(letter) || (letter >= '0' && letter <= '9') || letter == '-'; }

}  // namespace

Result<void> check_service_name(std::string_view name) {
  const bool sound =
      !name.empty() && name.size() <= kLongest && is_small_letter(name.front()) && std::ranges::all_of(name, is_inner);
  if (sound) return {};
  return fail(invalid("a service's name must be 1–32 small letters, digits and hyphens, and begin with a letter"));
}

std::string service_uri(std::string_view name) { return std::string(kUri) + std::string(name); }

std::optional<std::string> service_of_uri(std::string_view uri) {
  if (!uri.starts_with(kUri)) return std::nullopt;
  const std::string_view name = uri.substr(kUri.size());
  if (!check_service_name(name)) return std::nullopt;
  return std::string(name);
}

std::string service_host(std::string_view name) { return std::string(name) + ".coffer.internal"; }

}  // namespace coffer::pki
