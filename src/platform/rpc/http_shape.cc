#include "platform/rpc/http_shape.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>

namespace coffer::rpc::detail {

std::size_t position(std::span<const std::string_view> names, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
}

const NamedText* find(std::span<const NamedText> texts, std::string_view name) {
  const auto found = std::ranges::find(texts, name, &NamedText::name);
  return found == texts.end() ? nullptr : &*found;
}

bool has_text(const Message& message, std::string_view field) {
  const auto* descriptor = message.GetDescriptor()->FindFieldByName(std::string(field));
  return !message.GetReflection()->GetString(message, descriptor).empty();
}

std::string canonical_bytes(const Message& message, std::uint64_t left_out) {
  const std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  for (int i = 0; i < copy->GetDescriptor()->field_count(); ++i)
    if ((left_out >> static_cast<unsigned>(i) & 1U) != 0)
      copy->GetReflection()->ClearField(copy.get(), copy->GetDescriptor()->field(i));
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  copy->SerializeToCodedStream(&out);
  out.Trim();
  return bytes;
}

}  // namespace coffer::rpc::detail
