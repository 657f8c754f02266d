#pragma once

#include <string_view>

namespace coffer::http {

/// The Content-Type of a file by its name's extension; `application/octet-stream` for an unknown one.
std::string_view media_type_of(std::string_view path);

}  // namespace coffer::http
