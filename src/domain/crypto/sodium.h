#pragma once

#include <sodium.h>

#include <stdexcept>

#include "base/bytes.h"

namespace coffer::crypto {

/// Private to this module: lets libsodium choose its code for this processor, once. Its random generator is never used.
inline void ensure_sodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw std::runtime_error("sodium_init");
}

/// Where the bytes begin. libsodium takes no null pointer, not even for no bytes.
inline const unsigned char* start_of(BytesView bytes) {
  static constexpr unsigned char kNothing = 0;
  return bytes.empty() ? &kNothing : bytes.data();
}

}  // namespace coffer::crypto
