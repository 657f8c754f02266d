#pragma once

#include <expected>
#include <utility>

#include "base/error.h"

namespace coffer {

/// A value, or the expected failure in its place. Bugs are exceptions; everything that can be
/// expected to go wrong is one of these.
template <class T>
using Result = std::expected<T, Error>;

/// Short for `std::unexpected`, so that a guard reads `return fail(invalid_field(…))`.
inline std::unexpected<Error> fail(Error error) { return std::unexpected(std::move(error)); }

}  // namespace coffer

#define COFFER_JOIN_INNER(a, b) a##b
#define COFFER_JOIN(a, b) COFFER_JOIN_INNER(a, b)

/// `COFFER_TRY(auto value, expression);` — takes the value or returns the error from this function.
#define COFFER_TRY(declaration, ...)                                           \
  auto COFFER_JOIN(result_, __LINE__) = (__VA_ARGS__);                         \
  if (!COFFER_JOIN(result_, __LINE__)) [[unlikely]]                            \
    return std::unexpected(std::move(COFFER_JOIN(result_, __LINE__)).error()); \
  declaration = *std::move(COFFER_JOIN(result_, __LINE__))

/// The same for a Result<void>: `COFFER_CHECK(expression);`
#define COFFER_CHECK(...)                                      \
  do {                                                         \
    auto result_check = (__VA_ARGS__);                         \
    if (!result_check) [[unlikely]]                            \
      return std::unexpected(std::move(result_check).error()); \
  } while (false)

/// The coroutine forms: `CO_TRY(auto value, co_await something());` and `CO_CHECK(…)`.
#define CO_TRY(declaration, ...)                                                  \
  auto COFFER_JOIN(result_, __LINE__) = (__VA_ARGS__);                            \
  if (!COFFER_JOIN(result_, __LINE__)) [[unlikely]]                               \
    co_return std::unexpected(std::move(COFFER_JOIN(result_, __LINE__)).error()); \
  declaration = *std::move(COFFER_JOIN(result_, __LINE__))

#define CO_CHECK(...)                                             \
  do {                                                            \
    auto result_check = (__VA_ARGS__);                            \
    if (!result_check) [[unlikely]]                               \
      co_return std::unexpected(std::move(result_check).error()); \
  } while (false)
