#pragma once

#include <nlohmann/json.hpp>

#include "public_api.h"

namespace coffer::generator {

/// Members keep the order in which they are written.
using Json = nlohmann::ordered_json;

/// `{"$ref": "#/components/schemas/Wallet"}`.
Json schema_reference(const std::string& name);

/// The JSON Schema (2020-12, as OpenAPI 3.1 has it) of one field with the rules beside it. Formats
/// become patterns; what a pattern cannot say, as EIP-55, stands in the description.
Json field_schema(const pb::FieldDescriptor& field, Side side);

/// The schema of a message.
Json shape_schema(const Shape& shape);

}  // namespace coffer::generator
