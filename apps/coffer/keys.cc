#include "apps/coffer/keys.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <utility>

#include "platform/config/read_file.h"

namespace coffer::app {
namespace {

constexpr std::size_t kLongestKey = 4096;
constexpr std::size_t kLargestPolicy = 1 << 20;

/// A file descriptor with an end.
class File {
 public:
  File(const std::filesystem::path& path, int flags, mode_t mode) : descriptor_(::open(path.c_str(), flags, mode)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

Result<void> write_all(int descriptor, BytesView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written <= 0) return fail(internal("a file in the data directory could not be written"));
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  if (::fsync(descriptor) != 0) return fail(internal("a file in the data directory could not be made durable"));
  return {};
}

}  // namespace

Result<SecretBytes> read_secret_file(const std::filesystem::path& path) {
  const File file(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  struct stat status{};
  if (!file.is_open() || ::fstat(file.descriptor(), &status) != 0)
    return fail(unavailable("cannot read " + path.string()));
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(forbidden(path.string() + " may be read by others; run: chmod 600 " + path.string()));
  SecretBytes content(std::min(static_cast<std::size_t>(status.st_size), kLongestKey));
  const std::span<std::uint8_t> room = content.expose_mutable();
  if (::read(file.descriptor(), room.data(), room.size()) != static_cast<ssize_t>(room.size()))
    return fail(unavailable("cannot read " + path.string()));
  return content;
}

Result<signer::RootSecret> root_secret(const ServeOptions& options, Entropy& entropy) {
  if (options.passphrase.size() > 0) return signer::RootSecret::passphrase(options.passphrase.clone());
  const std::filesystem::path file = options.data / "keys" / "root.key";
  if (!std::filesystem::exists(file)) COFFER_CHECK(signer::create_key_file(file, entropy));
  return signer::read_key_file(file);
}

Result<signer::Policy> policy_of(const ServeOptions& options) {
  if (options.policy.empty()) return signer::Policy{};
  COFFER_TRY(const std::string text, config::read_file(options.policy, kLargestPolicy));
  return signer::parse_policy(text);
}

Result<Secret<32>> load_or_create_key(const std::filesystem::path& file, Entropy& entropy) {
  if (std::filesystem::exists(file)) {
    COFFER_TRY(const SecretBytes content, read_secret_file(file));
    return Secret<32>::from(content.expose());
  }
  Secret<32> key;
  COFFER_CHECK(entropy.fill(key.expose_mutable()));
  const File out(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (!out.is_open()) return fail(unavailable("cannot write " + file.string()));
  COFFER_CHECK(write_all(out.descriptor(), key.expose()));
  return key;
}

Result<void> write_private_file(const std::filesystem::path& file, std::string_view text) {
  std::filesystem::path fresh = file;
  fresh += ".new";
  {
    const File out(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (!out.is_open()) return fail(unavailable("cannot write " + file.string()));
    COFFER_CHECK(write_all(out.descriptor(), as_bytes(text)));
  }
  std::error_code failure;
  std::filesystem::rename(fresh, file, failure);
  if (failure) return fail(unavailable("cannot write " + file.string()));
  return {};
}

}  // namespace coffer::app
