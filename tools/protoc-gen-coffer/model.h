#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <string_view>
#include <vector>

#include "coffer/options/v1/options.pb.h"

/// How the generator sees the contract: names as they stand in C++, and the options beside each
/// method and field.
namespace coffer::generator {

namespace pb = google::protobuf;
namespace options = coffer::options::v1;

/// `CreateWallet` → `create_wallet`.
std::string snake_case(std::string_view name);

/// `coffer/wallets/v1/wallets.proto` → `coffer/wallets/v1/wallets`.
std::string stem(const pb::FileDescriptor& file);

/// `coffer::wallets::v1`.
std::string cpp_namespace(const pb::FileDescriptor& file);

/// The C++ type as it is written inside `scope`: unqualified within the same package.
std::string cpp_type(const pb::Descriptor& message, const pb::FileDescriptor& scope);
std::string cpp_type(const pb::EnumDescriptor& type, const pb::FileDescriptor& scope);

/// The options beside a method or a field; defaults where nothing stands.
const options::Method& method_options(const pb::MethodDescriptor& method);
const options::Field& field_options(const pb::FieldDescriptor& field);

/// The comment in front of a declaration as `///` lines; empty when there is none.
template <class Descriptor>
std::string comment_of(const Descriptor& declared);
/// The lines of that comment, without leading spaces.
std::vector<std::string> comment_lines(std::string_view comment);

/// All messages of a file that have a C++ class of their own, nested ones before their parents; no map entries.
std::vector<const pb::Descriptor*> messages_of(const pb::FileDescriptor& file);

template <class Descriptor>
std::string comment_of(const Descriptor& declared) {
  pb::SourceLocation location;
  return declared.GetSourceLocation(&location) ? location.leading_comments : std::string();
}

}  // namespace coffer::generator
