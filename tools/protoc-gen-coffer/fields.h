#pragma once

#include <string>

#include "model.h"

namespace coffer::generator {

/// What a field is to the codecs.
enum class Kind { kBoolean, kInteger, kUnsigned64, kText, kJson, kBytes, kEnum, kTime, kMessage, kMap, kUnsupported };

/// The kind of a field, or of one item of a list.
Kind kind_of(const pb::FieldDescriptor& field);

/// Whether the field is a list (a map is none).
bool is_list(const pb::FieldDescriptor& field);
/// Whether absence can be told from the default value: `optional`, member of a oneof, or a message.
bool has_presence(const pb::FieldDescriptor& field);
/// Whether an explicit empty value breaks the field's rules although a missing one does not.
bool refuses_empty(const pb::FieldDescriptor& field);

/// `bool`, `std::int32_t`, `std::int64_t`, `std::uint32_t`, `std::uint64_t`.
std::string cpp_number(const pb::FieldDescriptor& field);
/// The expression that is true where the field has a value: `message.has_x()`, `!message.x().empty()`.
std::string is_set(const pb::FieldDescriptor& field);
/// The name of the accessor in protobuf's class.
std::string accessor(const pb::FieldDescriptor& field);
/// A text as a C++ literal.
std::string quoted(std::string_view text);

}  // namespace coffer::generator
