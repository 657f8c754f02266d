#include "text_format.h"

namespace coffer::generator {

TextFormat text_format(options::Format format) {
  switch (format) {
    case options::EMAIL:
      return {.format = "email", .pattern = {}, .min_length = 3, .max_length = 254, .words = "An e-mail address."};
    case options::UUID:
      return {.format = "uuid",
              .pattern = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
              .words = "An id as this system makes them."};
    case options::EVM_ADDRESS:
      return {.format = {},
              .pattern = "^0x[0-9a-fA-F]{40}$",
              .words = "An EVM address; mixed case must be the checksum of EIP-55."};
    case options::ADDRESS:
      return {.format = {},
              .pattern = "^[!-~]{1,128}$",
              .min_length = 1,
              .max_length = 128,
              .words = "An address of any supported chain."};
    case options::AMOUNT:
      return {.format = {},
              .pattern = "^(0|[1-9][0-9]{0,77})$",
              .words = "A whole number below 2^256 in the asset's smallest unit."};
    case options::HEX:
      return {.format = {}, .pattern = "^0x([0-9a-fA-F]{2})*$", .words = "Bytes in hex."};
    case options::HASH:
      return {.format = {}, .pattern = "^0x[0-9a-fA-F]{64}$", .words = "A hash of 32 bytes in hex."};
    case options::NETWORK:
      return {.format = {},
              .pattern = "^([a-z][-a-z0-9]{0,31}|[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32})$",
              .words = "A network's short id, as ethereum, or its CAIP-2 id, as eip155:1."};
    case options::ASSET:
      return {.format = {},
              .pattern = "^([!-.0-~]{1,128}|[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}/[-a-z0-9]{3,8}:[-.%/a-zA-Z0-9]{1,210})$",
              .words = "A token's contract address or its CAIP-19 id."};
    case options::BASE64:
      return {.format = {},
              .pattern = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
              .words = "Base64 with padding (RFC 4648 section 4)."};
    case options::DURATION:
      return {.format = {}, .pattern = "^[0-9]{1,10}(ms|s|m|h)$", .words = "A whole number and ms, s, m or h, as 20s."};
    case options::LABEL:
      return {.format = {},
              .pattern = R"(^[^\u0000-\u001f\u007f]*[^\u0000-\u0020\u007f][^\u0000-\u001f\u007f]*$)",
              .min_length = 1,
              .max_length = 64,
              .words = "A printable name."};
    default:
      return {};
  }
}

}  // namespace coffer::generator
