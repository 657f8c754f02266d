#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/rpc/formats.h"

/// The rules that may stand beside a field of the contract. Each check answers VALIDATION_ERROR with
/// an empty details.field and a sentence that begins where the field's name ends: "must be …". Who
/// knows the name puts it in front (`Error::under`), and `named` completes the sentence.
namespace coffer::rpc {

/// `must be a text` with details.field `a.b` → `a.b must be a text`.
Error named(Error error);

/// A required field is there.
Result<void> check_present(bool present);
/// A text that was given is not empty.
Result<void> check_given(std::string_view text);
Result<void> check_length(std::string_view text, std::int64_t min, std::int64_t max);  // in code points
Result<void> check_size(std::string_view bytes, std::int64_t min, std::int64_t max);   // in bytes
Result<void> check_range(std::int64_t value, std::int64_t min, std::int64_t max);
Result<void> check_items(std::int64_t count, std::int64_t min, std::int64_t max);
Result<void> check_one_of(std::string_view text, std::initializer_list<std::string_view> allowed);
Result<void> check_pattern(std::string_view text, const char* pattern);  // ECMAScript, whole text

/// The formats of coffer.options.v1.Format.
Result<void> check_email(std::string_view text);
Result<void> check_uuid(std::string_view text);
Result<void> check_evm_address(std::string_view text, const Formats& formats);
Result<void> check_address(std::string_view text, const Formats& formats);
Result<void> check_amount(std::string_view text);
Result<void> check_hex(std::string_view text);
Result<void> check_hash(std::string_view text);
Result<void> check_network(std::string_view text);
Result<void> check_asset(std::string_view text, const Formats& formats);
Result<void> check_base64(std::string_view text);
Result<void> check_duration(std::string_view text);
Result<void> check_label(std::string_view text);

/// Whether no two items of a list are equal; answers for the first that repeats another, under its index.
template <class Range>
Result<void> check_unique(const Range& range) {
  for (int i = 1; i < range.size(); ++i)
    for (int j = 0; j < i; ++j)
      if (range[i] == range[j])
        return fail(invalid_field("[" + std::to_string(i) + "]", "must not repeat another item"));
  return {};
}

/// Checks every item of a list; an error gets the item's index in front.
template <class Range, class Check>
Result<void> check_each(const Range& range, Check check) {
  for (int i = 0; i < range.size(); ++i)
    if (Result<void> checked = check(range[i]); !checked)
      return fail(std::move(checked).error().under("[" + std::to_string(i) + "]"));
  return {};
}

/// Puts a field's name in front of a failed check of that field.
inline Result<void> under(std::string_view field, Result<void> checked) {
  if (!checked) return fail(std::move(checked).error().under(field));
  return checked;
}

}  // namespace coffer::rpc
