#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace coffer::chains::testing {

/// A development chain of its own for one test: anvil on a free loopback port, ended with the object.
class Anvil {
 public:
  /// More arguments, as `--block-time 1`. Throws with a clear sentence when the program is not there:
  /// it is looked for in COFFER_ANVIL, then in devnet/node_modules of the checkout.
  explicit Anvil(std::vector<std::string> arguments = {});
  ~Anvil();
  Anvil(const Anvil&) = delete;
  Anvil& operator=(const Anvil&) = delete;

  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  pid_t pid_ = -1;
  std::string url_;
};

/// The first account that every anvil starts with, and its well-known key.
inline constexpr char kRichAddress[] = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
inline constexpr char kRichKey[] = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

}  // namespace coffer::chains::testing
