/**
 * The messages of the API as they stand in JSON: amounts are decimal strings, times RFC 3339 texts.
 * `Amounts` turns a message into what the client hands out.
 */

/** Known values, and any other text: a value that a newer server adds is no error. */
export type Open<Known extends string> = Known | (string & {});

export type Hex = `0x${string}`;

export type TransactionStatus = Open<
  | "queued"
  | "signed"
  | "submitted"
  | "mined"
  | "confirmed"
  | "failed"
  | "replaced"
  | "cancelled"
  | "expired"
  | "rejected"
>;
export type Speed = "slow" | "normal" | "fast";
export type WalletKind = Open<"hd" | "imported" | "watch">;

export interface User {
  id: string;
  email: string;
  name?: string;
  roles: string[];
  email_verified: boolean;
  created_at: string;
}

export interface Tokens {
  access_token: string;
  refresh_token: string;
  token_type: string;
  /** Seconds until the access token ends. */
  expires_in: number;
  user: User;
}

export interface SignUpReply {
  user_id: string;
  verification: { channel: string; expires_at: string };
}

export interface Account {
  id: string;
  wallet_id: string;
  network: string;
  /** The network as CAIP-2. */
  chain?: string;
  address: string;
  path?: string;
  index: number;
  created_at?: string;
}

export interface Wallet {
  id: string;
  label: string;
  kind: WalletKind;
  created_at: string;
  accounts: Account[];
  exportable?: boolean;
}

export interface CreateWalletRequest {
  label: string;
  kind?: "hd" | "imported" | "watch";
  networks: string[];
  mnemonic?: string;
  passphrase?: string;
  private_key?: string;
  xpub?: string;
  address?: string;
  exportable?: boolean;
  words?: number;
  validate_only?: boolean;
}

export interface CreateAccountRequest {
  network: string;
  index?: number;
  validate_only?: boolean;
}

export interface Asset {
  symbol: string;
  decimals: number;
  contract?: string;
  name?: string;
  /** CAIP-19. */
  id?: string;
}

export interface Balance {
  account_id: string;
  network: string;
  asset: Asset;
  /** In the asset's smallest unit; absent where no node could say. */
  amount?: string;
  block?: number;
  as_of?: string;
}

export interface Network {
  id: string;
  chain: string;
  name: string;
  kind: Open<"evm" | "bitcoin" | "tron">;
  chain_id?: number;
  native: { symbol: string; decimals: number; name?: string };
  head?: { number: number; hash: string; time?: string };
  health: Open<"ok" | "degraded" | "down">;
  confirmations: number;
  development: boolean;
  block_time_ms?: number;
}

export interface FeeLevel {
  max_fee_per_gas?: string;
  max_priority_fee_per_gas?: string;
  gas_price?: string;
  sats_per_vbyte?: number;
}

export interface Fees {
  slow: FeeLevel;
  normal: FeeLevel;
  fast: FeeLevel;
  base_fee_per_gas?: string;
  block?: number;
  as_of?: string;
  legacy?: boolean;
}

export interface CreateTransactionRequest {
  account_id: string;
  to?: string;
  amount?: string;
  data?: string;
  asset?: string;
  speed?: Speed;
  gas_limit?: number;
  max_fee_per_gas?: string;
  max_priority_fee_per_gas?: string;
  valid_until?: string;
  note?: string;
  wait_for_funds?: boolean;
  fail_if_replaced?: boolean;
  validate_only?: boolean;
}

export interface Attempt {
  hash: string;
  kind?: Open<"original" | "bump" | "cancel" | "filler">;
  max_fee_per_gas?: string;
  max_priority_fee_per_gas?: string;
  sent_at?: string;
}

export interface Transaction {
  id: string;
  account_id: string;
  network: string;
  chain?: string;
  from: string;
  to?: string;
  amount: string;
  asset?: string;
  data?: string;
  nonce?: number;
  hash?: string;
  status: TransactionStatus;
  attempts: Attempt[];
  block_number?: number;
  confirmations: number;
  fee_paid?: string;
  error?: { code: string; message: string };
  speed?: string;
  note?: string;
  gas_limit?: number;
  valid_until?: string;
  created_at: string;
  updated_at: string;
  policy?: { version: string; allowed: boolean; rule?: string };
  contract_address?: string;
}

export interface Estimate {
  gas_limit: number;
  max_fee_per_gas: string;
  max_priority_fee_per_gas: string;
  max_cost: string;
  will_revert: boolean;
  revert_reason?: string;
}

export interface Explanation {
  state: TransactionStatus;
  reason: string;
  next_step?: string;
  next_step_at?: string;
}

/** EIP-712 as `eth_signTypedData_v4` takes it. */
export interface TypedData {
  types: Record<string, readonly { name: string; type: string }[]>;
  primaryType: string;
  domain: Record<string, unknown>;
  message: Record<string, unknown>;
}

export interface SignMessageReply {
  signature: Hex;
  intent_id?: string;
}

export interface Token {
  standard: Open<"erc20" | "erc721" | "erc1155">;
  name?: string;
  symbol?: string;
  decimals: number;
  total_supply?: string;
}

export interface StreamEvent<Data = unknown> {
  cursor: string;
  type: Open<"transaction.status_changed" | "balance.changed" | "head.new">;
  time: string;
  data: Data;
}

/** A transaction receipt as the node gave it. */
export type Receipt = { transactionHash: Hex; status: Hex; blockNumber: Hex; gasUsed: Hex } & Record<string, unknown>;
