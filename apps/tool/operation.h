#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "domain/crypto/secp256k1.h"

namespace coffer::tool {

class Input;

/// How a field is written in JSON and on the command line.
enum class Form : std::uint8_t {
  kBytes,    // text: `0x` and hex digits
  kText,     // text, UTF-8
  kNumber,   // whole JSON number (or the same in digits as text)
  kDecimal,  // text of decimal digits: amounts
  kBoolean,  // true, false
  kJson,     // anything; on the command line JSON, or plain text where it is no JSON
};

struct Field {
  std::string_view name;
  Form form = Form::kBytes;
  std::string_view help = {};
  bool required = true;
  bool secret = false;
};

/// What operations work with. Nothing in it is random: the blinding of the curve's context changes no result.
struct Toolbox {
  crypto::secp256k1::Context curve;
};

/// One operation: a name, its fields, and a function from them to a JSON object.
struct Operation {
  std::string_view name;
  std::string_view help;
  std::vector<Field> fields;
  Result<nlohmann::json> (*run)(const Toolbox& toolbox, const Input& input);
};

}  // namespace coffer::tool
