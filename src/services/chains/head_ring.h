#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "services/chains/eth.h"

namespace coffer::chains {

/// The newest blocks of the chain as it is now believed to be, by which reorganisations are seen.
/// Holds an unbroken line of parents.
class HeadRing {
 public:
  explicit HeadRing(std::size_t capacity) : capacity_(capacity) {}

  /// What a line of new blocks did. `depth` blocks of the old line were replaced.
  struct Change {
    std::uint64_t depth = 0;
  };

  /// Whether the block can be put on the line as it is: the ring is empty, or knows its parent.
  [[nodiscard]] bool joins(const BlockHeader& block) const;
  /// Puts a block that `joins` on the line, dropping what it replaces.
  Change push(const BlockHeader& block);
  /// Begins anew with this block: the gap was too wide to be followed.
  Change restart(const BlockHeader& block);

  [[nodiscard]] bool empty() const { return blocks_.empty(); }
  [[nodiscard]] const BlockHeader& tip() const { return blocks_.back(); }
  [[nodiscard]] const BlockHeader& oldest() const { return blocks_.front(); }
  [[nodiscard]] std::size_t size() const { return blocks_.size(); }
  /// The block at that height, where the ring still remembers it.
  [[nodiscard]] const BlockHeader* at(std::uint64_t number) const;

 private:
  std::size_t capacity_;
  std::deque<BlockHeader> blocks_;
};

}  // namespace coffer::chains
