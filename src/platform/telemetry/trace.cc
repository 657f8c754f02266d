#include "platform/telemetry/trace.h"

#include <algorithm>

namespace coffer::telemetry {
namespace {

bool is_lower_hex(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

template <std::size_t N>
std::optional<ByteArray<N>> parse_id(std::string_view text) {
  if (text.size() != 2 * N || !is_lower_hex(text)) return std::nullopt;
  const auto bytes = parse_hex(text);
  ByteArray<N> id{};
  if (!bytes) return std::nullopt;
  std::ranges::copy(*bytes, id.begin());
  if (id == ByteArray<N>{}) return std::nullopt;
  return id;
}

template <std::size_t N>
Result<ByteArray<N>> random_id(Entropy& entropy) {
  ByteArray<N> id{};
  while (id == ByteArray<N>{}) COFFER_CHECK(entropy.fill(id));
  return id;
}

}  // namespace

std::optional<TraceContext> parse_traceparent(std::string_view header) {
  constexpr std::size_t kLength = 55;
  if (header.size() < kLength || header[2] != '-' || header[35] != '-' || header[52] != '-') return std::nullopt;
  const auto version = header.substr(0, 2);
  if (!is_lower_hex(version) || version == "ff") return std::nullopt;
  if (header.size() > kLength && (version == "00" || header[kLength] != '-')) return std::nullopt;
  const auto trace_id = parse_id<16>(header.substr(3, 32));
  const auto span_id = parse_id<8>(header.substr(36, 16));
  const auto flags = header.substr(53, 2);
  if (!trace_id || !span_id || !is_lower_hex(flags)) return std::nullopt;
  const auto flag_bits = parse_hex(flags);
  return TraceContext{.trace_id = *trace_id, .span_id = *span_id, .sampled = (flag_bits->front() & 1U) != 0};
}

std::string traceparent(const TraceContext& trace) {
  return "00-" + hex(trace.trace_id) + "-" + hex(trace.span_id) + (trace.sampled ? "-01" : "-00");
}

Result<TraceContext> next_span(const std::optional<TraceContext>& caller, Entropy& entropy) {
  TraceContext span;
  if (caller) {
    span = *caller;
  } else {
    COFFER_TRY(span.trace_id, random_id<16>(entropy));
  }
  COFFER_TRY(span.span_id, random_id<8>(entropy));
  return span;
}

}  // namespace coffer::telemetry
