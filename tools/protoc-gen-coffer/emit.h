#pragma once

#include <string>
#include <vector>

#include "model.h"
#include "text.h"

namespace coffer::generator {

/// `<stem>.coffer.h`: the abstract coroutine interface of each service of the file.
std::string cpp_interface_header(const pb::FileDescriptor& file);

/// `<stem>.json.h`: what the codec offers for each message, and the types of events.
std::string cpp_codec_header(const pb::FileDescriptor& file);
/// `<stem>.json.cc`: messages to JSON and back.
std::string cpp_codec(const pb::FileDescriptor& file);
/// `<stem>.rules.cc`: the rules beside the fields as code, and the wiping of secrets.
std::string cpp_rules(const pb::FileDescriptor& file);

/// `<stem>.rpc.h` and `.rpc.cc`: the method table, the local and the remote client, the dispatch.
std::string cpp_service_header(const pb::FileDescriptor& file);
std::string cpp_service(const pb::FileDescriptor& file);

/// Parts of the codec, for one message each.
void emit_append_json(Text& out, const pb::Descriptor& message);
void emit_parse_json(Text& out, const pb::Descriptor& message);
void emit_parse_text(Text& out, const pb::Descriptor& message);
/// The table of one service's methods, with what each needs to be decoded.
void emit_method_table(Text& out, const pb::ServiceDescriptor& service);

}  // namespace coffer::generator
