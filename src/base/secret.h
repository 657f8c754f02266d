#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "base/bytes.h"

namespace coffer {

/// Overwrites memory so that the compiler cannot leave it out.
void wipe(void* data, std::size_t size);

/// Memory for secrets: page-locked where the system allows, excluded from core dumps, wiped before
/// it is given back. Small ones share such pages among themselves; the owner is `Secret` or `SecretBytes`.
class SecretMemory {
 public:
  explicit SecretMemory(std::size_t size);
  ~SecretMemory();
  SecretMemory(const SecretMemory&) = delete;
  SecretMemory& operator=(const SecretMemory&) = delete;
  SecretMemory(SecretMemory&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  SecretMemory& operator=(SecretMemory&& other) noexcept;

  [[nodiscard]] std::uint8_t* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

/// Secret bytes of a length known at run time. Cannot be copied, printed, logged or compared with
/// `==`; reading it is a visible act: `expose()`.
class SecretBytes {
 public:
  explicit SecretBytes(std::size_t size) : memory_(size) {}
  static SecretBytes copy_of(BytesView bytes);
  static SecretBytes copy_of(std::string_view text) { return copy_of(as_bytes(text)); }

  [[nodiscard]] BytesView expose() const { return {memory_.data(), memory_.size()}; }
  [[nodiscard]] std::string_view expose_text() const { return as_text(expose()); }
  [[nodiscard]] std::span<std::uint8_t> expose_mutable() { return {memory_.data(), memory_.size()}; }
  [[nodiscard]] std::size_t size() const { return memory_.size(); }
  [[nodiscard]] SecretBytes clone() const { return copy_of(expose()); }

  bool operator==(const SecretBytes&) const = delete;

 private:
  SecretMemory memory_;
};

/// A secret of exactly N bytes, as a private key or a seed.
template <std::size_t N>
class Secret {
 public:
  Secret() : memory_(N) {}
  static Secret copy_of(std::span<const std::uint8_t, N> bytes) {
    Secret out;
    std::memcpy(out.memory_.data(), bytes.data(), N);
    return out;
  }
  /// Fails unless exactly N bytes are given.
  static Result<Secret> from(BytesView bytes) {
    if (bytes.size() != N) return fail(invalid("must be " + std::to_string(N) + " bytes"));
    return copy_of(std::span<const std::uint8_t, N>(bytes.data(), N));
  }

  [[nodiscard]] std::span<const std::uint8_t, N> expose() const {
    return std::span<const std::uint8_t, N>(memory_.data(), N);
  }
  [[nodiscard]] std::span<std::uint8_t, N> expose_mutable() { return std::span<std::uint8_t, N>(memory_.data(), N); }
  [[nodiscard]] Secret clone() const { return copy_of(expose()); }

  bool operator==(const Secret&) const = delete;

 private:
  SecretMemory memory_;
};

/// Wipes a std::string or Bytes that held a secret on the way in (a request field, a line of input).
template <class Container>
void wipe_container(Container& container) {
  wipe(container.data(), container.size());
  container.clear();
}

}  // namespace coffer
