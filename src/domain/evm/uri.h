#pragma once

#include <string_view>

/// The characters and the outer shape of RFC 3986, as far as EIP-4361 asks for them.
namespace coffer::evm::uri {

/// Section 3.1: a letter, then letters, digits, `+`, `-`, `.`.
bool is_scheme(std::string_view text);
/// Section 3.2: `[userinfo@]host[:port]` with a host, which may be a bracketed IP literal.
bool is_authority(std::string_view text);
/// Section 3: a scheme, a colon and URI characters; an authority after `//` must be one; percent signs
/// carry two hex digits.
bool is_uri(std::string_view text);

/// Sections 2.2 and 2.3, reserved and unreserved, and the space.
bool is_uri_or_space(char c);
/// pchar of section 3.3.
bool is_path_character(char c);

}  // namespace coffer::evm::uri
