#include "base/secret.h"

#include <strings.h>
#include <sys/mman.h>

#include <new>

namespace coffer {
namespace {

constexpr std::size_t kPage = 4096;

std::size_t whole_pages(std::size_t size) { return (size + kPage - 1) / kPage * kPage; }

}  // namespace

void wipe(void* data, std::size_t size) {
  if (size != 0) explicit_bzero(data, size);
}

SecretMemory::SecretMemory(std::size_t size) : size_(size) {
  if (size == 0) return;
  // A mapping of its own: no neighbour of a secret shares its page, so mlock, MADV_DONTDUMP and
  // munmap concern exactly this secret.
  void* pages = mmap(nullptr, whole_pages(size), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) throw std::bad_alloc();
  data_ = static_cast<std::uint8_t*>(pages);
  // Locking is limited by RLIMIT_MEMLOCK; without it the secret still works, it could be swapped.
  (void)mlock(data_, whole_pages(size));
  (void)madvise(data_, whole_pages(size), MADV_DONTDUMP);
}

SecretMemory::~SecretMemory() {
  if (data_ == nullptr) return;
  wipe(data_, size_);
  munmap(data_, whole_pages(size_));
}

SecretMemory& SecretMemory::operator=(SecretMemory&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

SecretBytes SecretBytes::copy_of(BytesView bytes) {
  SecretBytes out(bytes.size());
  if (!bytes.empty()) std::memcpy(out.memory_.data(), bytes.data(), bytes.size());
  return out;
}

}  // namespace coffer
