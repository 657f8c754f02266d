#include "platform/pki/authority.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <vector>

#include "platform/pki/service_name.h"

namespace coffer::pki {
namespace {

using Certificate = std::unique_ptr<X509, void (*)(X509*)>;

constexpr Time kNow = Time(std::chrono::seconds(1'800'000'000));
constexpr Validity kDecade{.from = kNow, .until = kNow + std::chrono::hours(87'600)};
constexpr Validity kYear{.from = kNow, .until = kNow + std::chrono::hours(8'760)};

Certificate read(const std::string& pem) {
  const std::unique_ptr<BIO, int (*)(BIO*)> buffer(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  return {PEM_read_bio_X509(buffer.get(), nullptr, nullptr, nullptr), X509_free};
}

/// OpenSSL's verdict on a certificate at a time, for use as a TLS client and server alike.
int verdict(const std::string& authority, const std::string& certificate, Time when) {
  const Certificate root = read(authority);
  const Certificate leaf = read(certificate);
  const std::unique_ptr<X509_STORE, void (*)(X509_STORE*)> store(X509_STORE_new(), X509_STORE_free);
  X509_STORE_add_cert(store.get(), root.get());
  int worst = X509_V_OK;
  for (const int purpose : {X509_PURPOSE_SSL_SERVER, X509_PURPOSE_SSL_CLIENT}) {
    const std::unique_ptr<X509_STORE_CTX, void (*)(X509_STORE_CTX*)> context(X509_STORE_CTX_new(), X509_STORE_CTX_free);
    X509_STORE_CTX_init(context.get(), store.get(), leaf.get(), nullptr);
    X509_STORE_CTX_set_purpose(context.get(), purpose);
    X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_X509_STRICT);
    X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(context.get()), std::chrono::system_clock::to_time_t(when));
    if (X509_verify_cert(context.get()) != 1) worst = X509_STORE_CTX_get_error(context.get());
  }
  return worst;
}

std::string names_of(const std::string& pem) {
  const Certificate certificate = read(pem);
  const std::unique_ptr<BIO, int (*)(BIO*)> out(BIO_new(BIO_s_mem()), BIO_free);
  const int at = X509_get_ext_by_NID(certificate.get(), NID_subject_alt_name, -1);
  X509V3_EXT_print(out.get(), X509_get_ext(certificate.get(), at), 0, 0);
  char* text = nullptr;
  const auto size = static_cast<std::size_t>(BIO_get_mem_data(out.get(), &text));
  return {text, size};
}

class AuthorityTest : public ::testing::Test {
 protected:
  Authority authority_ = Authority::create(kDecade).value();
  std::string root_ = authority_.credential()->certificate;

  std::string issue(std::vector<std::string> services, Validity validity = kYear) {
    return authority_.issue(services, validity)->certificate;
  }
};

TEST_F(AuthorityTest, issues_what_a_tls_client_and_server_accept) {
  EXPECT_EQ(verdict(root_, issue({"signer"}), kNow + std::chrono::hours(1)), X509_V_OK);
}

TEST_F(AuthorityTest, names_each_service_by_uri_and_by_host) {
  EXPECT_EQ(names_of(issue({"chains", "wallets"})),
            "URI:urn:coffer:service:chains, DNS:chains.coffer.internal, URI:urn:coffer:service:wallets, "
            "DNS:wallets.coffer.internal");
}

TEST_F(AuthorityTest, issues_for_a_time) {
  const std::string pem = issue({"signer"});
  EXPECT_EQ(verdict(root_, pem, kYear.until + std::chrono::seconds(1)), X509_V_ERR_CERT_HAS_EXPIRED);
  EXPECT_EQ(verdict(root_, pem, kYear.from - std::chrono::seconds(1)), X509_V_ERR_CERT_NOT_YET_VALID);
}

TEST_F(AuthorityTest, is_not_vouched_for_by_another) {
  const std::string other = Authority::create(kDecade)->credential()->certificate;
  EXPECT_NE(verdict(other, issue({"signer"}), kNow + std::chrono::hours(1)), X509_V_OK);
}

TEST_F(AuthorityTest, never_gives_the_same_serial_or_key_twice) {
  const Certificate first = read(issue({"signer"}));
  const Certificate second = read(issue({"signer"}));
  EXPECT_NE(ASN1_INTEGER_cmp(X509_get0_serialNumber(first.get()), X509_get0_serialNumber(second.get())), 0);
  EXPECT_NE(EVP_PKEY_eq(X509_get0_pubkey(first.get()), X509_get0_pubkey(second.get())), 1);
}

TEST_F(AuthorityTest, works_on_after_being_stored) {
  const Credential stored = authority_.credential().value();
  const Authority loaded = Authority::load(stored.certificate, stored.private_key).value();
  const std::vector<std::string> services = {"identity"};
  EXPECT_EQ(verdict(root_, loaded.issue(services, kYear)->certificate, kNow + std::chrono::hours(1)), X509_V_OK);
}

TEST_F(AuthorityTest, refuses_a_key_that_is_not_its_own) {
  const auto loaded = Authority::load(root_, Authority::create(kDecade)->credential()->private_key);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().message, "the certificate and the key do not belong together");
}

TEST_F(AuthorityTest, a_certificate_is_checked_against_its_key) {
  const std::vector<std::string> services = {"signer"};
  Credential credential = authority_.issue(services, kYear).value();
  EXPECT_TRUE(check_credential(credential));
  credential.certificate = authority_.issue(services, kYear)->certificate;
  EXPECT_EQ(check_credential(credential).error(), invalid("the certificate and the key do not belong together"));
  credential.certificate = "no PEM";
  EXPECT_EQ(check_credential(credential).error(), invalid("the certificate or its key is not PEM"));
}

TEST_F(AuthorityTest, refuses_names_that_could_say_something_else) {
  for (const std::string name : {"", "Signer", "a,URI:urn:coffer:service:signer", "9lives", "a b", "-a"})
    EXPECT_FALSE(authority_.issue(std::vector<std::string>{name}, kYear)) << name;
  EXPECT_FALSE(authority_.issue({}, kYear));
}

TEST(ServiceName, is_read_back_from_its_uri_alone) {
  EXPECT_EQ(service_of_uri(service_uri("signer")), "signer");
  EXPECT_EQ(service_of_uri("urn:coffer:service:"), std::nullopt);
  EXPECT_EQ(service_of_uri("spiffe://coffer/signer"), std::nullopt);
}

}  // namespace
}  // namespace coffer::pki
