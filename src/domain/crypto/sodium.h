#pragma once

#include <sodium.h>

#include <stdexcept>

namespace coffer::crypto {

/// Private to this module: lets libsodium choose its code for this processor, once. Its random generator is never used.
inline void ensure_sodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw std::runtime_error("sodium_init");
}

}  // namespace coffer::crypto
