#include <gtest/gtest.h>

#include <filesystem>

#include "domain/evm/transaction.h"
#include "domain/testing/vectors.h"

namespace coffer::evm {
namespace {

using nlohmann::json;

/// The vectors are for chain 1 at the Cancun rules; those that have no Cancun result, at London's or the last they
/// name.
const json& expected_of(const json& vector) {
  const json& results = vector["result"];
  for (const char* fork : {"Prague", "Cancun", "Shanghai", "London"})
    if (results.contains(fork)) return results[fork];
  return results.front();
}

/// The bytes were accepted as by a node of chain 1 that knows every transaction type.
Result<std::pair<Hash, Address>> accept(const std::string& raw) {
  COFFER_TRY(const Bytes bytes, parse_hex0x(raw));
  COFFER_TRY(const SignedTransaction decoded, decode_transaction(bytes));
  COFFER_TRY(const Address sender, recover_sender(decoded));
  if (decoded.transaction.chain_id.value_or(1) != 1) return fail(invalid("for another chain"));
  EXPECT_EQ(encode(decoded), bytes);
  return std::pair(transaction_hash(decoded), sender);
}

void check(const std::string& name, const json& vector) {
  const json& expected = expected_of(vector);
  const auto accepted = accept(vector["txbytes"].get<std::string>());
  if (expected.contains("exception")) {
    EXPECT_FALSE(accepted) << name << ": " << expected["exception"];
    return;
  }
  ASSERT_TRUE(accepted) << name << ": " << accepted.error().message;
  EXPECT_EQ(accepted->first.text(), testing::text_of(expected["hash"])) << name;
  EXPECT_EQ(hex0x(accepted->second.bytes), testing::text_of(expected["sender"])) << name;
}

TEST(TransactionVectors, agree_with_ethereum_tests) {
  const char* root = std::getenv("COFFER_VECTORS");
  const auto folder =
      std::filesystem::path(root == nullptr ? "../shared/vectors" : root) / "ethereum-tests/TransactionTests";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no vectors: " << folder;
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const auto text = testing::vector_file("ethereum-tests/TransactionTests/" +
                                           std::filesystem::relative(entry.path(), folder).string());
    for (const auto& [name, vector] : json::parse(text.value()).items()) {
      check(name, vector);
      ++count;
    }
  }
  EXPECT_GE(count, 100U);
}

}  // namespace
}  // namespace coffer::evm
