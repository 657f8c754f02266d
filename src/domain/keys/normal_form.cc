#include "domain/keys/normal_form.h"

#include <utf8proc.h>

#include <algorithm>

namespace coffer::keys {

namespace {

Result<SecretBytes> normalise(std::string_view text, utf8proc_option_t form) {
  constexpr std::size_t kMaxSize = 4096;
  if (text.size() > kMaxSize) return fail(invalid("a mnemonic or passphrase is at most 4096 bytes"));
  if (!is_utf8(text)) return fail(invalid("not well-formed UTF-8"));
  // ASCII is in every normal form (UAX #15 section 3).
  if (std::ranges::all_of(as_bytes(text), [](std::uint8_t byte) { return byte < 0x80; })) {
    return SecretBytes::copy_of(text);
  }

  const auto* bytes = as_bytes(text).data();
  const auto size = static_cast<utf8proc_ssize_t>(text.size());
  const utf8proc_ssize_t count = utf8proc_decompose(bytes, size, nullptr, 0, form);
  if (count < 0) return fail(invalid("not normalisable UTF-8"));

  // One code point of room more: the library ends its text with a zero byte.
  SecretBytes points((static_cast<std::size_t>(count) + 1) * sizeof(utf8proc_int32_t));
  void* memory = points.expose_mutable().data();
  auto* buffer = static_cast<utf8proc_int32_t*>(memory);
  if (utf8proc_decompose(bytes, size, buffer, count, form) != count) return fail(invalid("not normalisable UTF-8"));
  const utf8proc_ssize_t encoded = utf8proc_reencode(buffer, count, form);
  if (encoded < 0) return fail(invalid("not normalisable UTF-8"));
  return SecretBytes::copy_of(points.expose().first(static_cast<std::size_t>(encoded)));
}

}  // namespace

Result<SecretBytes> nfkd(std::string_view text) {
  return normalise(text, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT));
}

Result<SecretBytes> nfc(std::string_view text) {
  return normalise(text, static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
}

}  // namespace coffer::keys
