#include "services/signer/root.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "domain/crypto/hkdf.h"

namespace coffer::signer {
namespace {

constexpr std::size_t kMinPassphrase = 12;
constexpr std::size_t kMinKeyFile = 32;
constexpr std::size_t kMaxKeyFile = 4096;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

Result<void> read_all(int descriptor, std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t count = ::read(descriptor, out.data(), out.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return fail(unavailable("the signer's key file"));
    out = out.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

Result<void> write_all(int descriptor, BytesView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return fail(unavailable("the signer's key file"));
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

}  // namespace

Result<RootSecret> RootSecret::passphrase(SecretBytes text) {
  if (text.size() < kMinPassphrase) return fail(invalid("the signer's passphrase must have at least 12 bytes"));
  return RootSecret(RootKind::kPassphrase, std::move(text));
}

Result<RootSecret> RootSecret::key_file(SecretBytes content) {
  if (content.size() < kMinKeyFile) return fail(invalid("the signer's key file must have at least 32 bytes"));
  return RootSecret(RootKind::kKeyFile, std::move(content));
}

Result<Secret<32>> RootSecret::derive(const ByteArray<16>& salt, const crypto::Argon2Cost& cost) const {
  if (kind_ == RootKind::kKeyFile) return crypto::hkdf_sha256(material_.expose(), salt, "coffer.signer.root.v1");
  COFFER_TRY(const SecretBytes key, crypto::argon2id(material_.expose(), salt, cost, 32));
  return Secret<32>::from(key.expose());
}

Result<RootSecret> read_key_file(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status{};
  if (!file.is_open() || ::fstat(file.get(), &status) != 0) return fail(unavailable("the signer's key file"));
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return fail(invalid("the signer's key file must be readable by its owner alone (chmod 600)"));
  }
  const auto size = static_cast<std::size_t>(status.st_size);
  if (!S_ISREG(status.st_mode) || size > kMaxKeyFile) {
    return fail(invalid("the signer's key file must be a file of 32 to 4096 bytes"));
  }
  SecretBytes content(size);
  COFFER_CHECK(read_all(file.get(), content.expose_mutable()));
  return RootSecret::key_file(std::move(content));
}

Result<void> create_key_file(const std::filesystem::path& path, Entropy& entropy) {
  Secret<32> content;
  COFFER_CHECK(entropy.fill(content.expose_mutable()));
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.is_open()) return fail(errno == EEXIST ? conflict("the key file exists") : unavailable("the key file"));
  COFFER_CHECK(write_all(file.get(), content.expose()));
  if (::fsync(file.get()) != 0) return fail(unavailable("the key file"));
  return {};
}

}  // namespace coffer::signer
