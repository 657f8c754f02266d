#include "services/chains/head_ring.h"

namespace coffer::chains {

const BlockHeader* HeadRing::at(std::uint64_t number) const {
  if (empty() || number < oldest().number || number > tip().number) return nullptr;
  return &blocks_[number - oldest().number];
}

bool HeadRing::joins(const BlockHeader& block) const {
  if (empty()) return true;
  if (block.number == 0) return false;
  const BlockHeader* parent = at(block.number - 1);
  return parent != nullptr && parent->hash == block.parent_hash;
}

HeadRing::Change HeadRing::push(const BlockHeader& block) {
  Change change;
  while (!empty() && tip().number >= block.number) {
    blocks_.pop_back();
    ++change.depth;
  }
  blocks_.push_back(block);
  if (blocks_.size() > capacity_) blocks_.pop_front();
  return change;
}

HeadRing::Change HeadRing::restart(const BlockHeader& block) {
  const Change change{.depth = blocks_.size()};
  blocks_.clear();
  blocks_.push_back(block);
  return change;
}

}  // namespace coffer::chains
