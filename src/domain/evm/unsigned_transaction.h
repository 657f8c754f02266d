#pragma once

#include "domain/evm/transaction.h"

namespace coffer::evm {

/// Reads the bytes that `encode_unsigned` writes (EIP-2718 payload without signature; legacy RLP of six fields, or of
/// nine with chain_id, 0, 0 by EIP-155), as strictly as `decode_transaction` reads signed ones, and refuses whatever
/// would not be written back byte by byte.
Result<Transaction> decode_unsigned_transaction(BytesView bytes);

}  // namespace coffer::evm
