#include "domain/evm/integer_word.h"

#include <string_view>

namespace coffer::evm {
namespace {

/// Sign and magnitude; zero is never negative.
struct Integer {
  bool negative = false;
  U256 magnitude;
};

Result<Integer> parse_text(std::string_view text, IntegerText form) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const bool hex = form == IntegerText::kDecimalOrHex && text.starts_with("0x");
  const auto magnitude = hex ? U256::parse_hex(text) : U256::parse_decimal(text);
  if (!magnitude) return fail(invalid("integer: must be a whole number below 2^256, in digits"));
  if (negative && magnitude->is_zero()) return fail(invalid("integer: minus zero"));
  return Integer{negative, *magnitude};
}

Result<Integer> parse_value(const nlohmann::json& value, IntegerText form) {
  if (value.is_string()) return parse_text(value.get_ref<const std::string&>(), form);
  if (value.is_number_unsigned()) return Integer{false, value.get<std::uint64_t>()};
  if (value.is_number_integer()) {
    const auto number = value.get<std::int64_t>();
    const std::uint64_t magnitude =
        number < 0 ? ~static_cast<std::uint64_t>(number) + 1 : static_cast<std::uint64_t>(number);
    return Integer{number < 0, magnitude};
  }
  return fail(invalid("integer: must be a whole number or a text of digits"));
}

/// -m as a word, for m > 0.
ByteArray<32> negated(const U256& magnitude) { return U256::max().minus(*magnitude.minus(1))->big_endian(); }

}  // namespace

Result<ByteArray<32>> integer_word(const nlohmann::json& value, IntegerType type, IntegerText text) {
  COFFER_TRY(const Integer integer, parse_value(value, text));
  const std::size_t bits = type.is_signed ? type.bits - 1 : type.bits;
  const U256 reach = integer.negative ? *integer.magnitude.minus(1) : integer.magnitude;
  if (integer.negative && !type.is_signed) return fail(invalid("integer: must not be negative"));
  if (reach.bit_length() > bits)
    return fail(
        invalid("integer: does not fit " + std::string(type.is_signed ? "int" : "uint") + std::to_string(type.bits)));
  return integer.negative ? negated(integer.magnitude) : integer.magnitude.big_endian();
}

Result<std::string> integer_text(const ByteArray<32>& word, IntegerType type) {
  const U256 value = *U256::from_big_endian(word);
  const bool negative = type.is_signed && (word[0] & 0x80U) != 0;
  const std::size_t bits = type.is_signed ? type.bits - 1 : type.bits;
  const U256 reach = negative ? *U256::max().minus(value) : value;
  if (reach.bit_length() > bits) return fail(invalid("ABI: an integer beyond the width of its type"));
  if (!negative) return value.decimal();
  // |value| is reach + 1, which only -2^255 lifts to 2^255 and never beyond.
  return "-" + reach.plus(1)->decimal();
}

}  // namespace coffer::evm
