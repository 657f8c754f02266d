#include "domain/tron/transaction.h"

#include <algorithm>
#include <string>
#include <utility>

#include "domain/crypto/keccak.h"
#include "domain/crypto/sha2.h"
#include "domain/tron/address.h"
#include "domain/tron/contracts.h"
#include "domain/tron/wire.h"

namespace coffer::tron {
namespace {

constexpr std::size_t kMaxRaw = 512 * 1024;

/// The fields of a message in ascending order, each once: one message has one encoding.
class Message {
 public:
  explicit Message(BytesView bytes) : reader_(bytes) {}

  [[nodiscard]] bool done() const { return reader_.done(); }
  Result<WireField> next() {
    COFFER_TRY(const WireField field, reader_.next());
    if (field.number_of_field <= last_) return fail(invalid("protobuf: fields out of order, or given twice"));
    last_ = field.number_of_field;
    const bool number = field.type == WireField::Type::kVarint;
    if (number ? field.number == 0 : field.bytes.empty())
      return fail(invalid("protobuf: a zero or an empty value that is written out"));
    return field;
  }

 private:
  WireReader reader_;
  std::uint32_t last_ = 0;
};

Result<std::int64_t> number_of(const WireField& field) {
  if (field.type != WireField::Type::kVarint) return fail(invalid("protobuf: a number is expected"));
  if (field.number > 0x7fffffffffffffffU) return fail(invalid("Tron: a negative number"));
  return static_cast<std::int64_t>(field.number);
}

Result<BytesView> bytes_of(const WireField& field) {
  if (field.type != WireField::Type::kBytes) return fail(invalid("protobuf: bytes are expected"));
  return field.bytes;
}

Result<ContractField> read_value(const FieldRule& rule, const WireField& field) {
  ContractField out{.name = std::string(rule.name), .value = {}, .kind = rule.kind};
  using Kind = ContractField::Kind;
  if (rule.kind == Kind::kAmount || rule.kind == Kind::kNumber || rule.kind == Kind::kFlag) {
    COFFER_TRY(const std::int64_t number, number_of(field));
    if (rule.kind == Kind::kFlag && number != 1) return fail(invalid("protobuf: a flag that is neither 0 nor 1"));
    if (rule.kind == Kind::kFlag) {
      out.value = true;
    } else {
      out.value = number;
    }
    return out;
  }
  COFFER_TRY(const BytesView bytes, bytes_of(field));
  if (rule.kind == Kind::kAddress) {
    COFFER_TRY(const Address address, Address::from(bytes));
    out.value = address.text();
  } else if (rule.kind == Kind::kBytes) {
    out.value = hex(bytes);
  } else {
    if (!is_utf8(as_text(bytes))) return fail(invalid("Tron: a text that is not UTF-8"));
    out.value = std::string(as_text(bytes));
  }
  return out;
}

Result<Contract> read_parameter(const ContractRule& rule, BytesView bytes) {
  Contract out{.type = std::string(rule.name), .fields = {}};
  Message message(bytes);
  while (!message.done()) {
    COFFER_TRY(const WireField field, message.next());
    const auto known = std::ranges::find(rule.fields, field.number_of_field, &FieldRule::number);
    if (known == rule.fields.end()) return fail(invalid(out.type + ": an unknown field"));
    auto value = read_value(*known, field);
    if (!value) return fail(std::move(value).error().under(known->name));
    out.fields.push_back(*std::move(value));
  }
  if (std::ranges::find(out.fields, "owner_address", &ContractField::name) == out.fields.end())
    return fail(invalid_field("owner_address", out.type + ": the owner is missing"));
  return out;
}

/// google.protobuf.Any: the type's URL and the message.
Result<Contract> read_any(const ContractRule& rule, BytesView bytes) {
  std::string_view url;
  BytesView value;
  Message message(bytes);
  while (!message.done()) {
    COFFER_TRY(const WireField field, message.next());
    COFFER_TRY(const BytesView content, bytes_of(field));
    if (field.number_of_field == 1) {
      url = as_text(content);
    } else if (field.number_of_field == 2) {
      value = content;
    } else {
      return fail(invalid("Tron: an unknown field of the parameter"));
    }
  }
  if (url != "type.googleapis.com/protocol." + std::string(rule.name))
    return fail(invalid("Tron: the parameter is not of the contract's type"));
  return read_parameter(rule, value);
}

/// Transaction.Contract: the type (absent: 0), the parameter, and the permission that signs.
Result<void> read_contract(BytesView bytes, RawTransaction& out) {
  std::uint64_t type = 0;
  BytesView parameter;
  Message message(bytes);
  while (!message.done()) {
    COFFER_TRY(const WireField field, message.next());
    if (field.number_of_field == 1) {
      COFFER_TRY(const std::int64_t number, number_of(field));
      type = static_cast<std::uint64_t>(number);
    } else if (field.number_of_field == 2) {
      COFFER_TRY(parameter, bytes_of(field));
    } else if (field.number_of_field == 5) {
      COFFER_TRY(out.permission_id, number_of(field));
    } else {
      return fail(invalid("Tron: a field of the contract that is not supported"));
    }
  }
  const ContractRule* rule = find_contract(type);
  if (rule == nullptr)
    return fail(invalid_field("type", "Tron: contract type " + std::to_string(type) + " is not supported"));
  COFFER_TRY(out.contract, read_any(*rule, parameter));
  return {};
}

Result<Bytes> fixed_bytes(const WireField& field, std::size_t size) {
  COFFER_TRY(const BytesView bytes, bytes_of(field));
  if (bytes.size() != size) return fail(invalid("Tron: must be " + std::to_string(size) + " bytes"));
  return to_bytes(bytes);
}

/// Transaction.raw, by field number.
Result<void> read_field(const WireField& field, RawTransaction& out) {
  switch (field.number_of_field) {
    case 1: {
      COFFER_TRY(out.ref_block_bytes, fixed_bytes(field, 2));
      return {};
    }
    case 4: {
      COFFER_TRY(out.ref_block_hash, fixed_bytes(field, 8));
      return {};
    }
    case 8: {
      COFFER_TRY(out.expiration_ms, number_of(field));
      return {};
    }
    case 10: {
      COFFER_TRY(const BytesView memo, bytes_of(field));
      out.memo = to_bytes(memo);
      return {};
    }
    case 11: {
      COFFER_TRY(const BytesView contract, bytes_of(field));
      return read_contract(contract, out);
    }
    case 14: {
      COFFER_TRY(out.timestamp_ms, number_of(field));
      return {};
    }
    case 18: {
      COFFER_TRY(out.fee_limit_sun, number_of(field));
      return {};
    }
    default:
      return fail(invalid("Tron: a field of raw_data that is not supported"));
  }
}

}  // namespace

Result<RawTransaction> decode_raw_transaction(BytesView raw) {
  if (raw.size() > kMaxRaw) return fail(invalid("Tron: more than 512 KiB"));
  RawTransaction out;
  Message message(raw);
  while (!message.done()) {
    COFFER_TRY(const WireField field, message.next());
    COFFER_CHECK(read_field(field, out));
  }
  if (out.contract.type.empty()) return fail(invalid_field("contract", "Tron: exactly one contract is needed"));
  if (out.ref_block_bytes.empty() || out.ref_block_hash.empty() || out.expiration_ms == 0)
    return fail(invalid_field("ref_block_bytes", "Tron: a reference block and an expiration are needed"));
  return out;
}

evm::Hash transaction_id(BytesView raw) { return {crypto::sha256(raw)}; }

evm::Hash message_hash(BytesView message) {
  const std::string prefix = std::string("\x19") + "TRON Signed Message:\n" + std::to_string(message.size());
  return {crypto::Keccak256().update(as_bytes(prefix)).update(message).finish()};
}

}  // namespace coffer::tron
