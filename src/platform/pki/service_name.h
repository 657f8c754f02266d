#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace coffer::pki {

/// Whether this can name a service: a letter, then letters, digits and hyphens, at most 32, all small.
Result<void> check_service_name(std::string_view name);

/// How a certificate says that its holder is a service: the URI of its subject alternative name,
/// `urn:coffer:service:signer`.
std::string service_uri(std::string_view name);
/// The service that such a URI names; nothing for any other URI.
std::optional<std::string> service_of_uri(std::string_view uri);

/// The host name in a service's certificate, `signer.coffer.internal`: what a client expects of the
/// server whatever address it was reached at.
std::string service_host(std::string_view name);

}  // namespace coffer::pki
