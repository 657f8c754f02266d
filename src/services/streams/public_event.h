#pragma once

#include <array>
#include <string_view>

#include "platform/events/event.h"
#include "services/streams/stream_event.h"

namespace coffer::streams {

/// The types of events that clients may hear of.
inline constexpr std::array<std::string_view, 2> kPublicTypes{"transaction.status_changed", "balance.changed"};

/// What the owner is told of an event of another service: exactly the members that api.md promises, so
/// that what services tell each other stays among them. INTERNAL_ERROR
/// for one of another type, and for one that lacks a member it must have.
Result<StreamEvent> public_event(const events::Envelope& envelope);

}  // namespace coffer::streams
