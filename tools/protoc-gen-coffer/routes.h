#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model.h"

namespace coffer::generator {

/// One HTTP route of a method.
struct Route {
  std::string verb;  // GET, POST, …
  std::string path;
  std::string when_body_has;
};

/// The method's own route first, then its aliases; none where it is reached by services only.
std::vector<Route> routes_of(const pb::MethodDescriptor& method);
/// The names in braces of a path, in order.
std::vector<std::string> path_fields(const std::string& path);

/// Whether the gateway can build this request: it has a route or is a stream.
bool is_public_face(const pb::MethodDescriptor& method);
/// Whether the request's fields come from a JSON body.
bool has_json_body(const pb::MethodDescriptor& method);

/// Where each field of the request comes from, as bits by position.
std::uint64_t path_mask(const pb::MethodDescriptor& method);
std::uint64_t query_mask(const pb::MethodDescriptor& method);

/// The limit class with its default filled in: READ for GET, WRITE for the rest.
options::Rate rate_of(const pb::MethodDescriptor& method);

}  // namespace coffer::generator
