#include "domain/bitcoin/address.h"

#include <algorithm>
#include <optional>

#include "domain/bitcoin/script.h"
#include "domain/crypto/base58.h"
#include "domain/crypto/bech32.h"
#include "domain/crypto/schnorr.h"

namespace coffer::bitcoin {
namespace {

using crypto::schnorr::XOnlyPublicKey;

bool is_segwit_text(std::string_view address, std::string_view human_readable_part) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
  return address.size() > human_readable_part.size() && address[human_readable_part.size()] == '1' &&
         std::equal(human_readable_part.begin(), human_readable_part.end(), address.begin(),
                    [&](char expected, char given) { return same(given, expected); });
}

Result<void> check_taproot(std::uint8_t version, BytesView program) {
  if (version == 1 && program.size() == 32 && !XOnlyPublicKey::parse(program))
    return fail(invalid("BIP-341: the taproot key is no point of the curve"));
  return {};
}

Result<Bytes> script_of_base58(std::string_view address, const NetworkPrefixes& prefixes) {
  COFFER_TRY(const Bytes payload, crypto::parse_base58check(address));
  if (payload.size() != 21) return fail(invalid("address: must hold a version and 20 bytes"));
  crypto::Hash160 hash;
  std::copy(payload.begin() + 1, payload.end(), hash.begin());
  if (payload[0] == prefixes.pay_to_public_key_hash) return pay_to_public_key_hash(hash);
  if (payload[0] == prefixes.pay_to_script_hash) return pay_to_script_hash(hash);
  return fail(invalid("address: of another network or kind"));
}

std::string base58_address(std::uint8_t version, BytesView hash) {
  Bytes payload = {version};
  append(payload, hash);
  return crypto::base58check(payload);
}

}  // namespace

Result<Bytes> script_of_address(std::string_view address, Network network) {
  const NetworkPrefixes& prefixes = prefixes_of(network);
  if (!is_segwit_text(address, prefixes.human_readable_part)) return script_of_base58(address, prefixes);
  COFFER_TRY(const auto witness, crypto::parse_segwit_address(prefixes.human_readable_part, address));
  COFFER_CHECK(check_taproot(witness.version, witness.program));
  return pay_to_witness(witness.version, witness.program);
}

Result<std::string> address_of_script(BytesView script, Network network) {
  const NetworkPrefixes& prefixes = prefixes_of(network);
  const ScriptType type = classify(script);
  if (type == ScriptType::kPayToPublicKeyHash)
    return base58_address(prefixes.pay_to_public_key_hash, script.subspan(3, 20));
  if (type == ScriptType::kPayToScriptHash) return base58_address(prefixes.pay_to_script_hash, script.subspan(2, 20));
  const auto witness = witness_output(script);
  if (!witness || type == ScriptType::kNonStandard) return fail(invalid("address: this script has none"));
  COFFER_CHECK(check_taproot(witness->version, witness->program));
  return crypto::encode_segwit_address(prefixes.human_readable_part,
                                       {.version = witness->version, .program = to_bytes(witness->program)});
}

}  // namespace coffer::bitcoin
