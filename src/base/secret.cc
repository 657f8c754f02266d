#include "base/secret.h"

#include <strings.h>
#include <sys/mman.h>

#include <mutex>
#include <new>

namespace coffer {
namespace {

constexpr std::size_t kPage = 4096;

std::size_t whole_pages(std::size_t size) { return (size + kPage - 1) / kPage * kPage; }

// Pages that hold secrets and nothing else, so that mlock and MADV_DONTDUMP concern exactly them.
std::uint8_t* map_pages(std::size_t size) {
  void* pages = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) throw std::bad_alloc();
  // Locking is limited by RLIMIT_MEMLOCK; without it the secret still works, it could be swapped.
  (void)mlock(pages, size);
  (void)madvise(pages, size, MADV_DONTDUMP);
  return static_cast<std::uint8_t*>(pages);
}

// Keys and seeds come and go by the thousand, and four calls into the kernel for each would cost as much as a
// signature: those of up to 256 bytes (keys, seeds, 24 words) share locked pages. A free slot is zero but for the link
// to the next one.
class SlotPool {
 public:
  static constexpr std::size_t kSlot = 256;

  std::uint8_t* take() {
    const std::lock_guard lock(mutex_);
    if (free_ == nullptr) grow();
    std::uint8_t* slot = free_;
    std::memcpy(&free_, slot, sizeof free_);
    std::memset(slot, 0, sizeof free_);
    return slot;
  }

  /// The slot was wiped.
  void give_back(std::uint8_t* slot) {
    const std::lock_guard lock(mutex_);
    std::memcpy(slot, &free_, sizeof free_);
    free_ = slot;
  }

 private:
  void grow() {
    std::uint8_t* page = map_pages(kPage);
    for (std::size_t at = 0; at < kPage; at += kSlot) {
      std::memcpy(page + at, &free_, sizeof free_);
      free_ = page + at;
    }
  }

  std::mutex mutex_;
  std::uint8_t* free_ = nullptr;
};

// Part of the allocator, as malloc's arenas are: it ends with the process and is never torn down before a secret is.
constinit SlotPool slots;

}  // namespace

void wipe(void* data, std::size_t size) {
  if (size != 0) explicit_bzero(data, size);
}

SecretMemory::SecretMemory(std::size_t size) : size_(size) {
  if (size == 0) return;
  data_ = size <= SlotPool::kSlot ? slots.take() : map_pages(whole_pages(size));
}

SecretMemory::~SecretMemory() {
  if (data_ == nullptr) return;
  wipe(data_, size_);
  if (size_ <= SlotPool::kSlot) {
    slots.give_back(data_);
  } else {
    munmap(data_, whole_pages(size_));
  }
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
