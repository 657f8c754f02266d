#include "services/jsonrpc/signing.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "domain/evm/transaction.h"
#include "services/jsonrpc/texts.h"

namespace coffer::jsonrpc {
namespace {

constexpr std::chrono::milliseconds kLongestWait{20'000};
constexpr std::size_t kMaxRawBytes = 262'144;

RpcError not_ours() {
  return {kInvalidParams, "eth_sendRawTransaction takes only what was signed here for one of your accounts"};
}

Error wrong_nonce() {
  return invalid_field("nonce",
                       "nonce is chosen when the transaction is signed: leave it out, or name the next one; a "
                       "transaction is replaced by POST /v1/transactions/{id}:speed_up or :cancel");
}

std::string quoted(const std::string& text) { return '"' + text + '"'; }

/// The call that a transaction makes, as nodes take it.
std::string call_object(const TransactionParams& params) {
  nlohmann::json out{{"from", params.from.text()}};
  if (!params.request.to().empty()) out["to"] = params.request.to();
  if (!params.request.data().empty()) out["data"] = params.request.data();
  if (const auto value = U256::parse_decimal(params.request.amount())) out["value"] = value->quantity();
  return out.dump();
}

/// What the nodes said of bytes that were handed to them: nothing where they have or may have them.
std::optional<RpcError> refusal_of(const chains::v1::BroadcastResult& result) {
  const auto verdict = result.verdict();
  if (verdict == chains::v1::VERDICT_ACCEPTED || verdict == chains::v1::VERDICT_UNKNOWN) return std::nullopt;
  for (const chains::v1::NodeAnswer& answer : result.answers()) {
    if (answer.verdict() == verdict) return RpcError(kServerError, answer.message());
  }
  return RpcError(kServerError, "the nodes refused the transaction");
}

}  // namespace

Signing::Signing(Accounts& accounts, Reads& reads, transactions::v1::TransactionsApi& transactions,
                 chains::v1::ChainsApi& chains, const Clock& clock)
    : accounts_(accounts), reads_(reads), transactions_(transactions), chains_(chains), clock_(clock) {}

awaitable<std::expected<TransactionParams, RpcError>> Signing::read(const Caller& caller, const RpcRequest& request) {
  CO_TRY(const auto texts, positional(request, 1, 1));
  CO_TRY(TransactionParams params, read_transaction(texts.front()));
  const auto chain_id = static_cast<std::uint64_t>(caller.network.chain_id());
  if (params.chain_id && *params.chain_id != U256(chain_id)) {
    co_return refuse(invalid_field("chainId", "chainId is that of another network"));
  }
  CO_TRY(const wallets::v1::Account account, co_await accounts_.find(caller, params.from));
  CO_CHECK(co_await check_nonce(caller, params));
  params.request.set_account_id(account.id());
  co_return params;
}

awaitable<Result<void>> Signing::check_nonce(const Caller& caller, const TransactionParams& params) {
  if (!params.nonce) co_return Result<void>();
  std::string asked = "[" + quoted(params.from.text()) + ",\"pending\"]";
  const auto count = co_await reads_.forward(caller, "eth_getTransactionCount", std::move(asked));
  if (!count) co_return fail(unavailable("the next nonce of the account is not known now"));
  if (*count != quoted(U256(*params.nonce).quantity())) co_return fail(wrong_nonce());
  co_return Result<void>();
}

awaitable<RpcError> Signing::explain(const Caller& caller, const TransactionParams& params, Error error) {
  if (error.code != ErrorCode::kValidation || !error.details.contains("reason")) co_return error;
  const auto estimate = co_await reads_.forward(caller, "eth_estimateGas", "[" + call_object(params) + "]");
  std::string data = estimate ? "" : estimate.error().data;
  co_return RpcError(kReverted, "execution reverted: " + error.details["reason"], std::move(data));
}

awaitable<RpcResult> Signing::send_transaction(const Caller& caller, const RpcRequest& request) {
  CO_TRY(TransactionParams params, co_await read(caller, request));
  std::chrono::milliseconds wait = kLongestWait;
  if (caller.user.deadline) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(*caller.user.deadline - clock_.now());
    wait = std::clamp(left, std::chrono::milliseconds{1}, wait);
  }
  params.request.set_wait("signed");
  params.request.set_timeout(std::to_string(wait.count()) + "ms");
  const auto created = co_await transactions_.create_transaction(caller.user, params.request);
  if (!created) co_return refuse(co_await explain(caller, params, created.error()));
  if (!created->hash().empty()) co_return quoted(created->hash());
  Error error = unavailable("the transaction is " + created->status() + " and not signed yet: GET /v1/transactions/" +
                            created->id() + "/explain says why; do not send it again");
  co_return refuse(std::move(error).with("transaction_id", created->id()));
}

awaitable<RpcResult> Signing::sign_transaction(const Caller& caller, const RpcRequest& request) {
  CO_TRY(const TransactionParams params, co_await read(caller, request));
  transactions::v1::SignTransactionRequest wanted;
  *wanted.mutable_transaction() = params.request;
  const auto made = co_await transactions_.sign_transaction(caller.user, std::move(wanted));
  if (!made) co_return refuse(co_await explain(caller, params, made.error()));
  co_return quoted(hex0x(as_bytes(made->raw())));
}

awaitable<RpcResult> Signing::send_raw_transaction(const Caller& caller, const RpcRequest& request) {
  CO_TRY(const auto texts, positional(request, 1, 1));
  CO_TRY(const std::string text, text_of(texts.front(), "the transaction"));
  auto raw = parse_hex0x(text);
  if (!raw || raw->size() > kMaxRawBytes) {
    co_return refuse({kInvalidParams, "the transaction must be 0x hex of at most 262144 bytes"});
  }
  const auto decoded = evm::decode_transaction(*raw);
  if (!decoded) co_return refuse({kInvalidParams, decoded.error().message});
  const auto sender = evm::recover_sender(*decoded);
  if (!sender || !co_await accounts_.find(caller, *sender)) co_return refuse(not_ours());
  const std::string hash = evm::transaction_hash(*raw).text();
  transactions::v1::GetTransactionRequest known;
  known.set_transaction_id(hash);
  const auto intent = co_await transactions_.get_transaction(caller.user, std::move(known));
  if (!intent && intent.error().code == ErrorCode::kNotFound) co_return refuse(not_ours());
  if (!intent) co_return refuse(intent.error());
  if (intent->network() != caller.network.id()) co_return refuse(not_ours());
  chains::v1::BroadcastRequest broadcast;
  broadcast.set_network(caller.network.id());
  broadcast.add_raw(raw->data(), raw->size());
  CO_TRY(const chains::v1::BroadcastReply reply, co_await chains_.broadcast(caller.service, std::move(broadcast)));
  if (reply.results_size() != 1) co_return refuse(internal("a broadcast of one has one result"));
  if (auto refusal = refusal_of(reply.results(0))) co_return refuse(*std::move(refusal));
  co_return quoted(hash);
}

awaitable<RpcResult> Signing::sign_message(const Caller& caller, evm::Address address,
                                           transactions::v1::SignMessageRequest request) {
  CO_TRY(const wallets::v1::Account account, co_await accounts_.find(caller, address));
  request.set_account_id(account.id());
  CO_TRY(const transactions::v1::SignMessageReply reply,
         co_await transactions_.sign_message(caller.user, std::move(request)));
  co_return quoted(reply.signature());
}

awaitable<RpcResult> Signing::personal_sign(const Caller& caller, const RpcRequest& request) {
  // Some clients add the password of an unlocked key, as nodes once took it; it means nothing here.
  CO_TRY(const auto texts, positional(request, 2, 3));
  CO_TRY(const std::string data, text_of(texts[0], "the message"));
  CO_TRY(const std::string address_text, text_of(texts[1], "the address"));
  CO_TRY(const evm::Address address, address_of("the address", address_text));
  transactions::v1::SignMessageRequest wanted;
  if (parse_hex0x(data)) {
    wanted.set_message_hex(data);
  } else {
    wanted.set_message(data);
  }
  co_return co_await sign_message(caller, address, std::move(wanted));
}

awaitable<RpcResult> Signing::sign_typed_data(const Caller& caller, const RpcRequest& request) {
  CO_TRY(const auto texts, positional(request, 2, 2));
  CO_TRY(const std::string address_text, text_of(texts[0], "the address"));
  CO_TRY(const evm::Address address, address_of("the address", address_text));
  const auto chain_id = static_cast<std::uint64_t>(caller.network.chain_id());
  transactions::v1::SignMessageRequest wanted;
  CO_TRY(*wanted.mutable_typed_data(), typed_data_text(texts[1], chain_id));
  co_return co_await sign_message(caller, address, std::move(wanted));
}

}  // namespace coffer::jsonrpc
