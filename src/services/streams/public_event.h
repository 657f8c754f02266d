#pragma once

#include <optional>

#include "platform/events/event.h"
#include "services/streams/stream_event.h"

namespace coffer::streams {

/// What the owner is told of an event of another service: exactly the members that api.md promises, so
/// that what services tell each other stays among them. Nothing for events that concern no client.
/// INTERNAL_ERROR for one that lacks a member it must have.
Result<std::optional<StreamEvent>> public_event(const events::Envelope& envelope);

}  // namespace coffer::streams
