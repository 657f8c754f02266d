#include <gtest/gtest.h>

#include "services/signer/signer_fixture.h"

namespace coffer::signer {
namespace {

class SignerKeys : public SignerOnEveryEngine {
 protected:
  Result<v1::DeriveAddressesReply> derive(v1::DeriveAddressesRequest request) {
    return run(signer_->derive_addresses(call_, std::move(request)));
  }

  static v1::DeriveAddressesRequest asking(const std::string& kind, const std::string& path) {
    v1::DeriveAddressesRequest request;
    request.set_key_id("wallet");
    request.set_owner("owner");
    auto* derivation = request.add_derivations();
    derivation->set_kind(kind);
    derivation->set_path(path);
    return request;
  }

  std::string address(const std::string& kind, const std::string& path) {
    return derive(asking(kind, path))->addresses(0).address();
  }
};

TEST_P(SignerKeys, makes_seeds_of_every_size_that_derive_addresses) {
  for (const std::int32_t bits : {0, 128, 160, 192, 224, 256}) {
    v1::CreateKeyRequest request;
    request.set_key_id("wallet" + std::to_string(bits));
    request.set_entropy_bits(bits);
    const auto reply = create(std::move(request));
    ASSERT_TRUE(reply) << bits;
    EXPECT_EQ(reply->kind(), "seed");
  }
  v1::CreateKeyRequest odd;
  odd.set_entropy_bits(130);
  EXPECT_EQ(create(std::move(odd)).error().details.at("field"), "entropy_bits");
}

TEST_P(SignerKeys, different_wallets_have_different_seeds) {
  v1::CreateKeyRequest other;
  other.set_key_id("other");
  ASSERT_TRUE(create({}) && create(other));
  v1::DeriveAddressesRequest request = asking("evm", std::string(kTestPath));
  const std::string first = derive(request)->addresses(0).address();
  request.set_key_id("other");
  EXPECT_NE(derive(request)->addresses(0).address(), first);
}

TEST_P(SignerKeys, derives_the_known_addresses_of_a_known_mnemonic) {
  v1::CreateKeyRequest request;
  request.set_mnemonic("abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about");
  ASSERT_TRUE(create(std::move(request)));
  EXPECT_EQ(address("evm", "m/44'/60'/0'/0/0"), "0x9858EfFD232B4033E47d90003D41EC34EcaEda94");
  EXPECT_EQ(address("bitcoin", "m/44'/0'/0'/0/0"), "1LqBGSKuX5yYUonjxT5qGfpUsXKYYWeabA");
  EXPECT_EQ(address("bitcoin", "m/49'/0'/0'/0/0"), "37VucYSaXLCAsxYyAPfbSi9eh4iEcbShgf");
  EXPECT_EQ(address("bitcoin", "m/84'/0'/0'/0/0"), "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu");
  EXPECT_EQ(address("bitcoin", "m/86'/0'/0'/0/0"), "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr");
  EXPECT_EQ(address("tron", "m/44'/195'/0'/0/0"), "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH");
}

TEST_P(SignerKeys, derives_the_same_after_a_restart) {
  ASSERT_TRUE(create({}));
  const std::string before = address("evm", std::string(kTestPath));
  restart({});
  EXPECT_EQ(address("evm", std::string(kTestPath)), before);
}

TEST_P(SignerKeys, watches_an_extended_public_key_without_any_secret) {
  v1::DeriveAddressesRequest request = asking("bitcoin", "0/0");
  request.set_xpub(
      "xpub6CatWdiZiodmUeTDp8LT5or8nmbKNcuyvz7WyksVFkKB4RHwCD3XyuvPEbvqAQY3rAPshWcMLoP2fMFMKHPJ4ZeZXYVUhLv1VMrjPC7PW6"
      "V");
  ASSERT_TRUE(derive(request));
  request.mutable_derivations(0)->set_path("0'/0");
  EXPECT_EQ(derive(request).error().details.at("field"), "path");
  request.set_xpub("xpub");
  EXPECT_EQ(derive(request).error().details.at("field"), "xpub");
}

TEST_P(SignerKeys, an_imported_private_key_has_one_address_and_no_paths) {
  Bytes key(32, 0x46);
  v1::CreateKeyRequest request;
  request.set_private_key(std::string(as_text(key)));
  EXPECT_EQ(create(std::move(request))->kind(), "secp256k1");
  EXPECT_EQ(address("evm", ""), "0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F");
  EXPECT_EQ(derive(asking("evm", "m/0")).error().details.at("field"), "path");
}

TEST_P(SignerKeys, a_repeated_request_is_accepted_and_another_secret_is_a_conflict) {
  import_test_seed();
  import_test_seed();
  v1::CreateKeyRequest other;
  other.set_mnemonic("abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about");
  EXPECT_EQ(create(other).error().code, ErrorCode::kConflict);
  v1::CreateKeyRequest thief;
  thief.set_owner("thief");
  EXPECT_EQ(create(thief).error().code, ErrorCode::kConflict);
  EXPECT_EQ(address("evm", std::string(kTestPath)), kTestAccount);
}

TEST_P(SignerKeys, checking_what_is_brought_changes_nothing) {
  v1::CreateKeyRequest request;
  request.set_mnemonic(std::string(kTestMnemonic));
  request.set_validate_only(true);
  EXPECT_EQ(create(request)->kind(), "seed");
  EXPECT_EQ(derive(asking("evm", std::string(kTestPath))).error().code, ErrorCode::kNotFound);
}

TEST_P(SignerKeys, names_what_is_wrong_with_what_is_brought) {
  const auto field = [&](auto fill) {
    v1::CreateKeyRequest request;
    fill(request);
    return create(std::move(request)).error().details.at("field");
  };
  EXPECT_EQ(field([](auto& request) { request.set_mnemonic("zoo zoo zoo"); }), "mnemonic");
  EXPECT_EQ(field([](auto& request) { request.set_private_key("short"); }), "private_key");
  EXPECT_EQ(field([](auto& request) {
              request.set_private_key(std::string(32, 'k'));
              request.set_mnemonic(std::string(kTestMnemonic));
            }),
            "private_key");
  EXPECT_EQ(field([](auto& request) {
              request.set_private_key(std::string(32, 'k'));
              request.set_passphrase("x");
            }),
            "passphrase");
}

TEST_P(SignerKeys, another_owner_finds_nothing) {
  import_test_seed();
  v1::DeriveAddressesRequest request = asking("evm", std::string(kTestPath));
  request.set_owner("thief");
  EXPECT_EQ(derive(request).error().code, ErrorCode::kNotFound);
}

TEST_P(SignerKeys, rows_hold_neither_the_mnemonic_nor_the_seed) {
  import_test_seed();
  constexpr sql::Query kAll{"test.all", "SELECT wrapped_data_key, sealed_secret FROM signer_keys"};
  const sql::Rows rows = run(database().read(kAll)).value();
  const KeyMaterial material = seed_from_mnemonic(kTestMnemonic, "").value();
  const std::string seed(as_text(std::get<Seed>(material).seed.expose().first(8)));
  for (const std::size_t column : {0UL, 1UL}) {
    const std::string_view cell = as_text(rows[0].bytes(column));
    EXPECT_EQ(cell.find("test"), std::string_view::npos);
    EXPECT_EQ(cell.find(seed), std::string_view::npos);
  }
}

COFFER_ON_EVERY_ENGINE(SignerKeys);

}  // namespace
}  // namespace coffer::signer
