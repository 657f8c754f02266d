#include "domain/evm/permit2.h"

#include "domain/crypto/keccak.h"
#include "domain/evm/calldata.h"

namespace coffer::evm::permit2 {
namespace {

using crypto::Keccak256;

constexpr unsigned kAmountBits = 160;
constexpr unsigned kTimeBits = 48;

constexpr std::string_view kDetails = "PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)";
constexpr std::string_view kPermissions = "TokenPermissions(address token,uint256 amount)";

Hash type_hash(std::string_view type, std::string_view referred) {
  return {Keccak256().update(as_bytes(type)).update(as_bytes(referred)).finish()};
}

Result<void> check_width(const U256& value, unsigned bits, const char* field) {
  if (value.bit_length() > bits) return fail(invalid_field(field, "Permit2: must be below 2^" + std::to_string(bits)));
  return {};
}

Result<void> check(const PermitDetails& details) {
  COFFER_CHECK(check_width(details.amount, kAmountBits, "amount"));
  COFFER_CHECK(check_width(details.expiration, kTimeBits, "expiration"));
  return check_width(details.nonce, kTimeBits, "nonce");
}

Result<void> check(const std::vector<PermitDetails>& list) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (auto checked = check(list[i]); !checked)
      return fail(std::move(checked).error().under("details[" + std::to_string(i) + "]"));
  return {};
}

Hash hash_of(const PermitDetails& details) {
  return {Keccak256()
              .update(crypto::keccak256(as_bytes(kDetails)))
              .update(details.token.word())
              .update(details.amount.big_endian())
              .update(U256(details.expiration).big_endian())
              .update(U256(details.nonce).big_endian())
              .finish()};
}

Hash hash_of(const TokenPermissions& permissions) {
  return {Keccak256()
              .update(crypto::keccak256(as_bytes(kPermissions)))
              .update(permissions.token.word())
              .update(permissions.amount.big_endian())
              .finish()};
}

/// An array of structs: the hash of their hashes one after the other.
template <class Item>
Hash hash_of(const std::vector<Item>& items) {
  Keccak256 out;
  for (const Item& item : items) out.update(hash_of(item).bytes);
  return {out.finish()};
}

void append_words(Bytes& out, const PermitDetails& details) {
  append(out, details.token.word());
  append(out, details.amount.big_endian());
  append(out, U256(details.expiration).big_endian());
  append(out, U256(details.nonce).big_endian());
}

}  // namespace

Address contract_address() { return *Address::parse("0x000000000022D473030F116dDEE9F6B43aC78BA3"); }

Hash domain_separator(const U256& chain_id, const Address& contract) {
  return {Keccak256()
              .update(type_hash("EIP712Domain(string name,uint256 chainId,address verifyingContract)", "").bytes)
              .update(crypto::keccak256(as_bytes("Permit2")))
              .update(chain_id.big_endian())
              .update(contract.word())
              .finish()};
}

Result<Hash> struct_hash(const PermitSingle& permit) {
  COFFER_CHECK(check(permit.details));
  return Hash{
      Keccak256()
          .update(type_hash("PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)", kDetails).bytes)
          .update(hash_of(permit.details).bytes)
          .update(permit.spender.word())
          .update(permit.sig_deadline.big_endian())
          .finish()};
}

Result<Hash> struct_hash(const PermitBatch& permit) {
  COFFER_CHECK(check(permit.details));
  return Hash{
      Keccak256()
          .update(type_hash("PermitBatch(PermitDetails[] details,address spender,uint256 sigDeadline)", kDetails).bytes)
          .update(hash_of(permit.details).bytes)
          .update(permit.spender.word())
          .update(permit.sig_deadline.big_endian())
          .finish()};
}

Result<Bytes> permit_call(const Address& owner, const PermitSingle& permit, BytesView signature) {
  COFFER_CHECK(check(permit.details));
  return CallWriter("permit(address,((address,uint160,uint48,uint48),address,uint256),bytes)", 8)
      .word(owner)
      .word(permit.details.token)
      .word(permit.details.amount)
      .word(U256(permit.details.expiration))
      .word(U256(permit.details.nonce))
      .word(permit.spender)
      .word(permit.sig_deadline)
      .bytes(signature)
      .take();
}

Result<Bytes> permit_call(const Address& owner, const PermitBatch& permit, BytesView signature) {
  COFFER_CHECK(check(permit.details));
  constexpr std::uint64_t kHeadOfBatch = 96;
  Bytes batch;
  append(batch, U256(kHeadOfBatch).big_endian());
  append(batch, permit.spender.word());
  append(batch, permit.sig_deadline.big_endian());
  append(batch, U256(permit.details.size()).big_endian());
  for (const PermitDetails& details : permit.details) append_words(batch, details);
  return CallWriter("permit(address,((address,uint160,uint48,uint48)[],address,uint256),bytes)", 3)
      .word(owner)
      .tail(batch)
      .bytes(signature)
      .take();
}

Result<Bytes> approve(const Address& token, const Address& spender, const U256& amount, std::uint64_t expiration) {
  COFFER_CHECK(check_width(amount, kAmountBits, "amount"));
  COFFER_CHECK(check_width(expiration, kTimeBits, "expiration"));
  return CallWriter("approve(address,address,uint160,uint48)")
      .word(token)
      .word(spender)
      .word(amount)
      .word(U256(expiration))
      .take();
}

Result<Bytes> transfer_from(const Address& from, const Address& to, const U256& amount, const Address& token) {
  COFFER_CHECK(check_width(amount, kAmountBits, "amount"));
  return CallWriter("transferFrom(address,address,uint160,address)")
      .word(from)
      .word(to)
      .word(amount)
      .word(token)
      .take();
}

Bytes allowance(const Address& owner, const Address& token, const Address& spender) {
  return CallWriter("allowance(address,address,address)").word(owner).word(token).word(spender).take();
}

Result<Allowance> read_allowance(BytesView result) {
  const CallReader reader(result);
  const auto amount = reader.number(0);
  const auto expiration = reader.number(1);
  const auto nonce = reader.number(2);
  if (!amount || !expiration || !nonce) return fail(invalid("Permit2: the contract returned no allowance"));
  COFFER_CHECK(check_width(*amount, kAmountBits, "amount"));
  COFFER_CHECK(check_width(*expiration, kTimeBits, "expiration"));
  COFFER_CHECK(check_width(*nonce, kTimeBits, "nonce"));
  return Allowance{.amount = *amount, .expiration = *expiration->to_u64(), .nonce = *nonce->to_u64()};
}

Hash struct_hash(const PermitTransferFrom& permit, const Address& spender) {
  static constexpr std::string_view kType =
      "PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline)";
  return {Keccak256()
              .update(type_hash(kType, kPermissions).bytes)
              .update(hash_of(permit.permitted).bytes)
              .update(spender.word())
              .update(permit.nonce.big_endian())
              .update(permit.deadline.big_endian())
              .finish()};
}

Hash struct_hash(const PermitBatchTransferFrom& permit, const Address& spender) {
  static constexpr std::string_view kType =
      "PermitBatchTransferFrom(TokenPermissions[] permitted,address spender,uint256 nonce,uint256 deadline)";
  return {Keccak256()
              .update(type_hash(kType, kPermissions).bytes)
              .update(hash_of(permit.permitted).bytes)
              .update(spender.word())
              .update(permit.nonce.big_endian())
              .update(permit.deadline.big_endian())
              .finish()};
}

Bytes permit_transfer_from(const PermitTransferFrom& permit, const Address& to, const U256& amount,
                           const Address& owner, BytesView signature) {
  return CallWriter("permitTransferFrom(((address,uint256),uint256,uint256),(address,uint256),address,bytes)", 8)
      .word(permit.permitted.token)
      .word(permit.permitted.amount)
      .word(permit.nonce)
      .word(permit.deadline)
      .word(to)
      .word(amount)
      .word(owner)
      .bytes(signature)
      .take();
}

}  // namespace coffer::evm::permit2
