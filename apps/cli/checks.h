#pragma once

#include <vector>

#include "apps/cli/context.h"

namespace coffer::cli {

/// What can be seen of a server from outside: whether it answers, its clock, what it depends on, its networks,
/// and whether it is Coffer that has the port.
std::vector<Finding> server_checks(Api& api);

/// The file with the sessions.
Finding credentials_check(const Credentials& credentials);

/// The moment of an HTTP Date header (RFC 9110 section 5.6.7, IMF-fixdate).
Result<Time> parse_http_date(const std::string& text);

}  // namespace coffer::cli
