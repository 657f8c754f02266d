import {
  bytesToHex,
  formatTransactionRequest,
  getTypesForEIP712Domain,
  serializeTypedData,
  type Address,
  type Hex,
  type LocalAccount,
  type TransactionRequest,
  type TransactionSerializable,
  type TypedDataDefinition,
} from "viem";
import { toAccount } from "viem/accounts";
import type { Coffer } from "./client.js";
import { cofferProvider } from "./eip1193.js";
import type { Account, TypedData } from "./types.js";

export { cofferProvider } from "./eip1193.js";

/**
 * A viem account whose key lies in Coffer. Use it wherever viem takes a local account.
 *
 * Coffer takes the nonce itself when it signs, so `signTransaction` may return another nonce than it was given, and what it
 * returns counts as sent: Coffer watches it. There is no `sign`: bare hashes are not signed.
 */
export function cofferAccount(client: Coffer, account: Pick<Account, "id" | "network" | "address">): LocalAccount<"coffer"> {
  const provider = cofferProvider(client, account.network);
  const address = account.address as Address;
  const viem_account = toAccount({
    address,
    async signMessage({ message }) {
      if (typeof message === "string") return (await client.messages.sign({ account_id: account.id, message })).signature;
      const message_hex = typeof message.raw === "string" ? message.raw : bytesToHex(message.raw);
      return (await client.messages.sign({ account_id: account.id, message_hex })).signature;
    },
    async signTypedData(parameters) {
      const typed_data = typedDataOf(parameters as TypedDataDefinition);
      return (await client.messages.sign({ account_id: account.id, typed_data })).signature;
    },
    async signTransaction(transaction) {
      const request = { ...formatTransactionRequest(requestOf(transaction)), from: address };
      const reply: Hex | { raw: Hex } = await provider.request({ method: "eth_signTransaction", params: [request] });
      return typeof reply === "string" ? reply : reply.raw;
    },
  });
  return { ...viem_account, source: "coffer" } as LocalAccount<"coffer">;
}

function requestOf(transaction: TransactionSerializable): TransactionRequest {
  if (transaction.type === "eip4844") throw new Error("Coffer does not sign blob transactions");
  return transaction as TransactionRequest;
}

/** Typed data with its domain's type, integers as decimal texts, as `eth_signTypedData_v4` has it. */
function typedDataOf(definition: TypedDataDefinition): TypedData {
  const types = { EIP712Domain: getTypesForEIP712Domain({ domain: definition.domain ?? {} }), ...definition.types };
  return JSON.parse(serializeTypedData({ ...definition, types } as Parameters<typeof serializeTypedData>[0])) as TypedData;
}
