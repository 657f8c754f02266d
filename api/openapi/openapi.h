#pragma once

#include <string_view>

namespace coffer::api {

/// The OpenAPI 3.1 document of the whole public API, as JSON without white space. The same document,
/// laid out for people, is api/openapi.json.
std::string_view openapi_json();

}  // namespace coffer::api
