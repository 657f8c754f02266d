#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/entropy.h"

namespace coffer::telemetry {

/// W3C Trace Context level 1: which trace a call belongs to, and which span called.
struct TraceContext {
  ByteArray<16> trace_id{};  // never all zero
  ByteArray<8> span_id{};    // never all zero
  bool sampled = false;

  bool operator==(const TraceContext&) const = default;
};

/// Reads a `traceparent` header (section 3.2); nothing if it is not valid, as the standard wants it
/// ignored then. Versions above 00 are read by their first four fields; version ff is not valid.
std::optional<TraceContext> parse_traceparent(std::string_view header);
/// `00-<trace id>-<span id>-<flags>`.
std::string traceparent(const TraceContext& trace);
/// A new trace, or a new span of the caller's trace where one came along.
Result<TraceContext> next_span(const std::optional<TraceContext>& caller, Entropy& entropy);

}  // namespace coffer::telemetry
