#pragma once

#include "json_schema.h"

namespace coffer::generator {

/// The OpenAPI 3.1 document of the whole contract, with what the gateway serves by itself.
Json openapi_document(const PublicApi& api);

/// Its parts. An operation is one method at one of its routes.
Json openapi_operation(const pb::MethodDescriptor& method, const Route& route);
/// The operations of a long poll: the paths of its WebSocket and its server-sent events.
void add_streams(Json& paths, const pb::MethodDescriptor& method);
/// The routes of the gateway that no service has.
void add_gateway_paths(Json& paths);
/// Everything under `components` except the schemas of messages.
Json shared_components();

/// What an answer without success says: the responses of `shared_components` that apply.
void add_error_responses(Json& responses, const pb::MethodDescriptor& method);
/// The headers that every answer of a method has.
Json answer_headers();
/// What the extensions say: who may call, against which limit it counts.
void add_extensions(Json& operation, const pb::MethodDescriptor& method);

/// `openapi.cc`: the document as a C++ function, coffer::api::openapi_json().
std::string openapi_cpp(const Json& document);

}  // namespace coffer::generator
