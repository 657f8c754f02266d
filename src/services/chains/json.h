#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/u256.h"

namespace coffer::chains {

/// A JSON string, quoted and escaped.
std::string json_text(std::string_view text);
/// `"0x1a"`: a QUANTITY of Ethereum's JSON-RPC, quoted.
std::string json_quantity(std::uint64_t value);
/// A JSON array of ready JSON texts.
std::string json_array(std::initializer_list<std::string_view> items);

/// What nodes answer. All readers fail with UNAVAILABLE: an answer of another form is no answer.
Result<nlohmann::json> parse_json(std::string_view text);
Result<std::string> text_of(const nlohmann::json& value);
Result<U256> quantity_of(const nlohmann::json& value);
Result<std::uint64_t> number_of(const nlohmann::json& value);
Result<Bytes> bytes_of(const nlohmann::json& value);
/// A member of an object; null when it is missing, or when `object` is none.
const nlohmann::json& member(const nlohmann::json& object, std::string_view name);

/// A whole result that is one quantity, or one string of bytes.
Result<U256> read_quantity(std::string_view json);
Result<std::uint64_t> read_number(std::string_view json);
Result<Bytes> read_bytes(std::string_view json);

}  // namespace coffer::chains
