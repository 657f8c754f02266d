#include "apps/tool/operations.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace coffer::tool {

std::vector<Operation> all_operations() {
  std::vector<Operation> out;
  // clang-format off
  for (auto* group : {
           bitcoin_operations,
           bitcoin_psbt_operations,
           bitcoin_psbt_role_operations,
           evm_operations,
           evm_abi_operations,
           evm_transaction_operations,
           evm_userop_operations,
           hash_operations,
           key_file_operations,
           key_tree_operations,
           money_operations,
           seal_operations,
           signature_operations,
           siwe_operations,
           slip39_operations,
           tron_operations,
       }) {
    // clang-format on
    std::vector<Operation> operations = group();
    std::ranges::move(operations, std::back_inserter(out));
  }
  return out;
}

}  // namespace coffer::tool
