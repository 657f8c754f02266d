/**
 * The messages of the API as they stand in JSON: amounts are decimal strings, times RFC 3339 texts.
 * `Amounts` turns a message into what the client hands out. Most are generated from the contract; here stands what it
 * leaves open.
 */
import type * as api from "./generated/api.js";

export type {
  Account,
  Approval,
  Asset,
  Attempt,
  Balance,
  ChangePasswordRequest,
  CreateAccountRequest,
  CreateTransactionRequest,
  CreateWalletRequest,
  Effects,
  Estimate,
  Explanation,
  Failure,
  FeeLevel,
  Fees,
  Head,
  LoginRequest,
  NativeAsset,
  Network,
  Open,
  PolicyDecision,
  SignUpReply,
  SignUpRequest,
  Token,
  Tokens,
  Transaction,
  Transfer,
  User,
  Verification,
  VerifyRequest,
  Wallet,
} from "./generated/api.js";

export type Hex = `0x${string}`;

export type TransactionStatus = api.Transaction["status"];
export type Speed = NonNullable<api.CreateTransactionRequest["speed"]>;
export type WalletKind = api.Wallet["kind"];

/** EIP-712 as `eth_signTypedData_v4` takes it. */
export interface TypedData {
  types: Record<string, readonly { name: string; type: string }[]>;
  primaryType: string;
  domain: Record<string, unknown>;
  message: Record<string, unknown>;
}

export interface SignMessageReply extends api.SignMessageReply {
  signature: Hex;
}

export interface StreamEvent<Data = unknown> extends api.StreamEvent {
  type: api.Open<"transaction.status_changed" | "balance.changed" | "head.new">;
  data: Data;
}

/** A transaction receipt as the node gave it. */
export type Receipt = { transactionHash: Hex; status: Hex; blockNumber: Hex; gasUsed: Hex } & Record<string, unknown>;
