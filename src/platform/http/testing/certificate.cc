#include "platform/http/testing/certificate.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace coffer::http::testing {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File open(const std::filesystem::path& path) {
  File file(std::fopen(path.c_str(), "w"), std::fclose);
  if (!file) throw std::runtime_error("cannot write " + path.string());
  return file;
}

void add_host(X509* certificate, const std::string& host) {
  const bool is_address = host.find_first_not_of("0123456789.") == std::string::npos;
  const std::string value = (is_address ? "IP:" : "DNS:") + host;
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

}  // namespace

TestCertificate::TestCertificate(const std::string& host) {
  std::string pattern = (std::filesystem::temp_directory_path() / "coffer-tls-XXXXXX").string();
  folder_ = ::mkdtemp(pattern.data());
  renew(host);
}

TestCertificate::~TestCertificate() { std::filesystem::remove_all(folder_); }

TlsPaths TestCertificate::paths() const {
  return {.certificate_chain = folder_ / "cert.pem", .private_key = folder_ / "key.pem"};
}

void TestCertificate::renew(const std::string& host) const {
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"),
                                                           EVP_PKEY_free);
  const std::unique_ptr<X509, void (*)(X509*)> certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(host.c_str()),  // NOLINT: OpenSSL's byte type
                             -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  add_host(certificate.get(), host);
  X509_sign(certificate.get(), key.get(), nullptr);
  PEM_write_X509(open(paths().certificate_chain).get(), certificate.get());
  PEM_write_PrivateKey(open(paths().private_key).get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

}  // namespace coffer::http::testing
