#pragma once

#include <cstddef>
#include <iostream>
#include <string>

#include <nlohmann/json.hpp>

#include "apps/tool/batch.h"
#include "apps/tool/operations.h"

/// For tests: published vectors through the batch.
namespace coffer::tool {

/// One call as a line of a batch, through everything that a line passes.
inline nlohmann::json call(nlohmann::json line) {
  static const Registry kRegistry(all_operations());
  static const Toolbox kToolbox{.curve = crypto::secp256k1::Context(Secret<32>{})};
  line["id"] = 1;
  return nlohmann::json::parse(answer_line(kRegistry, kToolbox, line.dump()));
}

/// Counts what was checked, and says so when the test ends.
class Count {
 public:
  explicit Count(const char* name) : name_(name) {}
  ~Count() { std::cout << "[ vectors  ] " << name_ << ": " << count_ << " through coffer tool batch\n"; }
  Count(const Count&) = delete;
  Count& operator=(const Count&) = delete;
  void add() { ++count_; }
  [[nodiscard]] std::size_t value() const { return count_; }

 private:
  const char* name_;
  std::size_t count_ = 0;
};

inline std::string with_prefix(const std::string& hex) { return hex.starts_with("0x") ? hex : "0x" + hex; }

}  // namespace coffer::tool
