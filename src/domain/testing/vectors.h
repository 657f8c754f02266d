#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/bytes.h"

/// For tests only: the published vectors that lie outside the repository, in the folder named by COFFER_VECTORS.
namespace coffer::testing {

/// The text of a vector file, `wycheproof/aes_gcm_test.json`; nothing when the folder does not have it.
inline std::optional<std::string> vector_file(const std::string& name) {
  const char* folder = std::getenv("COFFER_VECTORS");
  std::ifstream file(std::filesystem::path(folder == nullptr ? "../shared/vectors" : folder) / name);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

/// A member of a JSON vector that is a string.
inline std::string text_of(const nlohmann::json& member) { return member.get<std::string>(); }

/// Hex as vectors write it; a test that misspells it ends with an exception.
inline Bytes from_hex(std::string_view text) { return parse_hex(text).value(); }

template <std::size_t N>
ByteArray<N> array_from_hex(std::string_view text) {
  const Bytes bytes = from_hex(text);
  ByteArray<N> out{};
  if (bytes.size() != N) throw std::invalid_argument("hex of another length");
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

}  // namespace coffer::testing

/// Takes the text of a vector file, or says that it is absent and ends the test as skipped.
#define COFFER_VECTORS_OR_SKIP(variable, name)                       \
  const auto variable##_file = ::coffer::testing::vector_file(name); \
  if (!variable##_file) GTEST_SKIP() << "no vectors: " << (name);    \
  const std::string& variable = *variable##_file
