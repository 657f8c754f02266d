#pragma once

#include <string>
#include <string_view>

#include "base/call_context.h"
#include "platform/rpc/descriptor.h"

/// How a call context and a failure travel in gRPC's metadata. Internal to platform/remote.
namespace coffer::remote {

inline constexpr char kCallKey[] = "coffer-call-bin";
inline constexpr char kTraceKey[] = "traceparent";
inline constexpr char kFailureKey[] = "coffer-failure-bin";

/// The metadata of a call takes at most this many bytes on both sides.
inline constexpr int kMaxMetadataBytes = 64 << 10;
/// A failure whose encoding is larger travels without its details and with a shortened message.
inline constexpr std::size_t kMaxFailureBytes = 32 << 10;

/// The context without its deadline and its trace, which gRPC and `traceparent` carry.
std::string encode_call(const CallContext& call, rpc::Origin origin);

struct ReceivedCall {
  CallContext context;
  rpc::Origin origin = rpc::Origin::kService;
};
/// VALIDATION_ERROR when the bytes are none of `encode_call`.
Result<ReceivedCall> decode_call(std::string_view bytes);

std::string encode_failure(const Error& error);
/// INTERNAL_ERROR in its place when the bytes are none of `encode_failure`.
Error decode_failure(std::string_view bytes);

}  // namespace coffer::remote
