#pragma once

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Texts as gRPC carries them. Internal to platform/remote.
namespace coffer::remote {

inline ::grpc::ByteBuffer to_buffer(std::string_view bytes) {
  const ::grpc::Slice slice(bytes.data(), bytes.size());
  return {&slice, 1};
}

/// Nothing when the buffer is damaged.
inline std::optional<std::string> to_bytes(const ::grpc::ByteBuffer& buffer) {
  std::vector<::grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return std::nullopt;
  std::string out;
  out.reserve(buffer.Length());
  for (const ::grpc::Slice& slice : slices)
    out.append(static_cast<const char*>(static_cast<const void*>(slice.begin())), slice.size());
  return out;
}

}  // namespace coffer::remote
