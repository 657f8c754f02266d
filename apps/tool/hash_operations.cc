#include "apps/tool/input.h"
#include "apps/tool/operations.h"
#include "domain/crypto/hash.h"
#include "domain/crypto/hkdf.h"
#include "domain/crypto/hmac.h"
#include "domain/crypto/keccak.h"
#include "domain/crypto/pbkdf2.h"
#include "domain/crypto/scrypt.h"

namespace coffer::tool {
namespace {

using nlohmann::json;

constexpr std::string_view kHashes = "sha1, sha256 or sha512";

Result<std::uint32_t> number32(const Input& input, std::string_view name) {
  COFFER_TRY(const std::uint64_t value, input.number(name));
  if (value > 0xffffffffU) return fail(invalid_field(std::string(name), "must be below 2^32"));
  return static_cast<std::uint32_t>(value);
}

json key_result(const SecretBytes& key) { return {{"key", hex0x(key.expose())}}; }

Result<json> run_keccak256(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Bytes data, input.bytes("data"));
  return json{{"hash", hex0x(crypto::keccak256(data))}};
}

Result<json> run_hash(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const auto algorithm, input.parsed("algorithm", crypto::parse_hash_algorithm));
  COFFER_TRY(const Bytes data, input.bytes("data"));
  return json{{"hash", hex0x(crypto::hash(algorithm, data))}};
}

Result<json> run_hmac(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const auto algorithm, input.parsed("hash", crypto::parse_hash_algorithm));
  COFFER_TRY(const SecretBytes key, input.secret("key"));
  COFFER_TRY(const Bytes data, input.bytes("data"));
  return json{{"mac", hex0x(crypto::hmac(algorithm, key.expose(), {BytesView(data)}))}};
}

Result<json> run_hkdf(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const auto algorithm, input.parsed("hash", crypto::parse_hash_algorithm));
  COFFER_TRY(const SecretBytes key, input.secret("key"));
  COFFER_TRY(const Bytes salt, input.bytes("salt"));
  COFFER_TRY(const Bytes info, input.bytes("info"));
  COFFER_TRY(const std::uint64_t length, input.number("length"));
  COFFER_TRY(const SecretBytes out, crypto::hkdf(algorithm, key.expose(), salt, info, length));
  return key_result(out);
}

Result<json> run_pbkdf2(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const auto algorithm, input.parsed("hash", crypto::parse_hash_algorithm));
  COFFER_TRY(const SecretBytes password, input.secret("password"));
  COFFER_TRY(const Bytes salt, input.bytes("salt"));
  COFFER_TRY(const std::uint32_t iterations, number32(input, "iterations"));
  COFFER_TRY(const std::uint64_t length, input.number("length"));
  COFFER_TRY(const SecretBytes out, crypto::pbkdf2(algorithm, password.expose(), salt, iterations, length));
  return key_result(out);
}

Result<json> run_scrypt(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const SecretBytes password, input.secret("password"));
  COFFER_TRY(const Bytes salt, input.bytes("salt"));
  crypto::ScryptCost cost;
  COFFER_TRY(cost.n, input.number("n"));
  COFFER_TRY(cost.r, number32(input, "r"));
  COFFER_TRY(cost.p, number32(input, "p"));
  COFFER_TRY(const std::uint64_t length, input.number("length"));
  COFFER_TRY(const SecretBytes out, crypto::scrypt(password.expose(), salt, cost, length));
  return key_result(out);
}

constexpr Field kKey{.name = "key", .form = Form::kBytes, .help = "", .required = true, .secret = true};
constexpr Field kPassword{.name = "password", .form = Form::kBytes, .help = "", .required = true, .secret = true};
constexpr Field kLength{.name = "length", .form = Form::kNumber, .help = "bytes to derive"};

}  // namespace

std::vector<Operation> hash_operations() {
  return {
      {"keccak256", "Keccak-256 as Ethereum uses it", {{"data"}}, run_keccak256},
      {"hash", "SHA-1, SHA-256 or SHA-512", {{"algorithm", Form::kText, kHashes}, {"data"}}, run_hash},
      {"hmac", "HMAC (RFC 2104)", {{"hash", Form::kText, kHashes}, kKey, {"data"}}, run_hmac},
      {"hkdf", "HKDF (RFC 5869)", {{"hash", Form::kText, kHashes}, kKey, {"salt"}, {"info"}, kLength}, run_hkdf},
      {"pbkdf2",
       "PBKDF2-HMAC (RFC 8018)",
       {{"hash", Form::kText, kHashes}, kPassword, {"salt"}, {"iterations", Form::kNumber}, kLength},
       run_pbkdf2},
      {"scrypt",
       "scrypt (RFC 7914)",
       {kPassword, {"salt"}, {"n", Form::kNumber}, {"r", Form::kNumber}, {"p", Form::kNumber}, kLength},
       run_scrypt},
  };
}

}  // namespace coffer::tool
