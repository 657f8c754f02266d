#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model.h"
#include "routes.h"

namespace coffer::generator {

/// On which side of the public face a message stands.
enum class Side {
  kBody,   // a request's JSON body, or a part of one
  kQuery,  // a request's query string
  kReply,
};

/// A message as a client sees it.
struct Shape {
  const pb::Descriptor* message = nullptr;
  Side side = Side::kReply;
  /// Without what comes from the path, and in a body without what comes from the query string.
  std::vector<const pb::FieldDescriptor*> fields;
};

/// The part of the contract that clients see: what documents and client types are made of.
struct PublicApi {
  std::vector<const pb::MethodDescriptor*> methods;  // in the order of the files
  std::vector<Shape> shapes;                         // by name
  std::vector<std::string> complaints;               // two messages of one name, two methods at one route
};

PublicApi public_api(const std::vector<const pb::FileDescriptor*>& files);

/// Whether the reply is bytes that the contract does not describe.
bool is_raw(const pb::MethodDescriptor& method);
/// Whether the method is a long poll that the gateway serves as a stream.
bool is_stream(const pb::MethodDescriptor& method);
/// The fields that a client may give in the query string.
std::vector<const pb::FieldDescriptor*> query_fields(const pb::MethodDescriptor& method);

/// Whether a request must have the field.
bool is_required(const pb::FieldDescriptor& field);
/// Whether a reply always has the field.
bool is_always_there(const pb::FieldDescriptor& field);

/// What is said of a declaration, in front of it and behind it, as one text of lines.
template <class Descriptor>
std::string described(const Descriptor& declared);
/// The same as running text, without line breaks.
std::string running_text(std::string_view lines);

template <class Descriptor>
std::string described(const Descriptor& declared) {
  pb::SourceLocation location;
  if (!declared.GetSourceLocation(&location)) return {};
  std::string out;
  for (const std::string& text : {location.leading_comments, location.trailing_comments})
    for (const std::string& line : comment_lines(text)) out += (out.empty() ? "" : "\n") + line;
  return out;
}

}  // namespace coffer::generator
