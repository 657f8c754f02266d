#include "domain/evm/unsigned_transaction.h"

#include <algorithm>

#include "domain/evm/rlp.h"

namespace coffer::evm {
namespace {

constexpr std::uint8_t kFirstListByte = 0xc0;
constexpr std::uint64_t kOne = 1;

// A stand-in for the signature lets the one decoder read both forms: r = s = 1 is in range and no key's.
void append_stand_in(Bytes& payload) {
  rlp::append_integer(payload, kOne);
  rlp::append_integer(payload, kOne);
}

// The encoded items of a list that is all of `bytes`.
Result<BytesView> payload_of(BytesView bytes) {
  rlp::Reader reader(bytes);
  COFFER_CHECK(reader.list());
  COFFER_CHECK(reader.finish());
  // Canonical by now: the header is one byte, or says in how many bytes the length follows.
  constexpr std::uint8_t kLongList = 0xf7;
  const std::size_t header = bytes[0] <= kLongList ? 1 : 1 + static_cast<std::size_t>(bytes[0] - kLongList);
  return bytes.subspan(header);
}

Result<Bytes> complete_typed(BytesView bytes) {
  COFFER_TRY(const BytesView payload, payload_of(bytes.subspan(1)));
  Bytes fields = to_bytes(payload);
  rlp::append_integer(fields, std::uint64_t{0});
  append_stand_in(fields);
  Bytes out = {bytes[0]};
  append(out, rlp::list_of(fields));
  return out;
}

Result<Bytes> complete_legacy(BytesView bytes) {
  COFFER_TRY(const BytesView payload, payload_of(bytes));
  rlp::Reader reader(payload);
  Bytes fields;
  for (int i = 0; i < 6; ++i) {
    COFFER_TRY(const BytesView field, reader.bytes());
    rlp::append_bytes(fields, field);
  }
  std::uint64_t v = 27;
  if (!reader.done()) {
    COFFER_TRY(const std::uint64_t chain_id, reader.integer64());
    constexpr std::uint64_t kMaxChainId = (~std::uint64_t{0} - 36) / 2;
    if (chain_id == 0 || chain_id > kMaxChainId) return fail(invalid("EIP-155: the chain id is out of range"));
    v = chain_id * 2 + 35;
  }
  rlp::append_integer(fields, v);
  append_stand_in(fields);
  return rlp::list_of(fields);
}

}  // namespace

Result<Transaction> decode_unsigned_transaction(BytesView bytes) {
  if (bytes.empty()) return fail(invalid("EIP-2718: an empty transaction"));
  COFFER_TRY(const Bytes raw, bytes[0] >= kFirstListByte ? complete_legacy(bytes) : complete_typed(bytes));
  COFFER_TRY(SignedTransaction decoded, decode_transaction(raw));
  if (!std::ranges::equal(encode_unsigned(decoded.transaction), bytes)) {
    return fail(invalid("EIP-2718: not the canonical form of an unsigned transaction"));
  }
  return std::move(decoded.transaction);
}

}  // namespace coffer::evm
