#include "platform/pki/authority.h"

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <utility>

#include "platform/pki/service_name.h"

namespace coffer::pki {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Buffer = std::unique_ptr<BIO, Freed<BIO_free_all>>;

constexpr int kSerialBits = 127;  // RFC 5280: positive, at most 20 bytes; unguessable
constexpr long kVersion3 = 2;

Key new_key() {
  std::string curve = "P-256";
  return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve.data()));
}

Error broken() { return internal("a certificate could not be made"); }

bool set_serial(X509* certificate) {
  const Number serial(BN_new());
  return serial && BN_rand(serial.get(), kSerialBits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_validity(X509* certificate, Validity validity) {
  const auto seconds = [](Time time) { return static_cast<time_t>(to_micros(time) / 1'000'000); };
  return ASN1_TIME_set(X509_getm_notBefore(certificate), seconds(validity.from)) != nullptr &&
         ASN1_TIME_set(X509_getm_notAfter(certificate), seconds(validity.until)) != nullptr;
}

bool set_subject(X509* certificate, const std::string& common_name) {
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto add = [&](const char* field, const std::string& value) {
    const auto bytes = as_bytes(value);
    return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, bytes.data(), static_cast<int>(bytes.size()), -1,
                                      0) == 1;
  };
  return add("O", "Coffer") && add("CN", common_name);
}

bool extend(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509V3_set_ctx_nodb(&context);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

/// Everything but the extensions and the signature.
Certificate blank(EVP_PKEY* key, const std::string& common_name, Validity validity) {
  Certificate out(X509_new());
  const bool made = out && X509_set_version(out.get(), kVersion3) == 1 && set_serial(out.get()) &&
                    set_validity(out.get(), validity) && set_subject(out.get(), common_name) &&
                    X509_set_pubkey(out.get(), key) == 1;
  return made ? std::move(out) : nullptr;
}

std::string alternative_names(std::span<const std::string> services) {
  std::string out;
  for (const std::string& service : services)
    out += (out.empty() ? "" : ",") + ("URI:" + service_uri(service)) + ",DNS:" + service_host(service);
  return out;
}

Result<Credential> to_pem(X509* certificate, EVP_PKEY* key) {
  const Buffer public_part(BIO_new(BIO_s_mem()));
  const Buffer secret_part(BIO_new(BIO_s_secmem()));
  if (!public_part || !secret_part || PEM_write_bio_X509(public_part.get(), certificate) != 1 ||
      PEM_write_bio_PKCS8PrivateKey(secret_part.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return fail(broken());
  char* text = nullptr;
  const auto public_size = static_cast<std::size_t>(BIO_get_mem_data(public_part.get(), &text));
  std::string pem(text, public_size);
  const auto secret_size = static_cast<std::size_t>(BIO_get_mem_data(secret_part.get(), &text));
  return Credential{.certificate = std::move(pem),
                    .private_key = SecretBytes::copy_of(std::string_view(text, secret_size))};
}

struct Pair {
  Key key;
  Certificate certificate;
};

Result<Pair> read_pair(std::string_view certificate, const SecretBytes& private_key) {
  const Buffer public_part(BIO_new_mem_buf(certificate.data(), static_cast<int>(certificate.size())));
  const BytesView secret = private_key.expose();
  const Buffer secret_part(BIO_new_mem_buf(secret.data(), static_cast<int>(secret.size())));
  if (!public_part || !secret_part) return fail(broken());
  Pair pair{.key = Key(PEM_read_bio_PrivateKey(secret_part.get(), nullptr, nullptr, nullptr)),
            .certificate = Certificate(PEM_read_bio_X509(public_part.get(), nullptr, nullptr, nullptr))};
  if (!pair.key || !pair.certificate) return fail(invalid("the certificate or its key is not PEM"));
  if (X509_check_private_key(pair.certificate.get(), pair.key.get()) != 1)
    return fail(invalid("the certificate and the key do not belong together"));
  return pair;
}

}  // namespace

Result<void> check_credential(const Credential& credential) {
  COFFER_CHECK(read_pair(credential.certificate, credential.private_key));
  return {};
}

struct Authority::Parts : Pair {};

Authority::Authority(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Authority::~Authority() = default;
Authority::Authority(Authority&& other) noexcept = default;
Authority& Authority::operator=(Authority&& other) noexcept = default;

Result<Authority> Authority::create(Validity validity) {
  Key key = new_key();
  if (!key) return fail(broken());
  Certificate certificate = blank(key.get(), "Coffer services", validity);
  X509* raw = certificate.get();
  const bool made = raw != nullptr && X509_set_issuer_name(raw, X509_get_subject_name(raw)) == 1 &&
                    extend(raw, raw, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
                    extend(raw, raw, NID_key_usage, "critical,keyCertSign,cRLSign") &&
                    extend(raw, raw, NID_subject_key_identifier, "hash") &&
                    X509_sign(raw, key.get(), EVP_sha256()) != 0;
  if (!made) return fail(broken());
  return Authority(std::make_unique<Parts>(Parts{{.key = std::move(key), .certificate = std::move(certificate)}}));
}

Result<Authority> Authority::load(std::string_view certificate, const SecretBytes& private_key) {
  COFFER_TRY(Pair pair, read_pair(certificate, private_key));
  return Authority(std::make_unique<Parts>(Parts{std::move(pair)}));
}

Result<Credential> Authority::credential() const { return to_pem(parts_->certificate.get(), parts_->key.get()); }

Result<Credential> Authority::issue(std::span<const std::string> services, Validity validity) const {
  if (services.empty()) return fail(invalid("a certificate must name a service"));
  for (const std::string& service : services) COFFER_CHECK(check_service_name(service));
  const Key key = new_key();
  if (!key) return fail(broken());
  const Certificate certificate = blank(key.get(), services.front(), validity);
  X509* raw = certificate.get();
  X509* issuer = parts_->certificate.get();
  const bool made = raw != nullptr && X509_set_issuer_name(raw, X509_get_subject_name(issuer)) == 1 &&
                    extend(raw, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
                    extend(raw, issuer, NID_key_usage, "critical,digitalSignature") &&
                    extend(raw, issuer, NID_ext_key_usage, "serverAuth,clientAuth") &&
                    extend(raw, issuer, NID_subject_key_identifier, "hash") &&
                    extend(raw, issuer, NID_authority_key_identifier, "keyid:always") &&
                    extend(raw, issuer, NID_subject_alt_name, alternative_names(services)) &&
                    X509_sign(raw, parts_->key.get(), EVP_sha256()) != 0;
  if (!made) return fail(broken());
  return to_pem(raw, key.get());
}

}  // namespace coffer::pki
