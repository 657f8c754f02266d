// Generated from the contract by protoc-gen-coffer; `./dev format` renews it.

/** Known values, and any other text: a value that a newer server adds is no error. */
export type Open<Known extends string> = Known | (string & {});

export interface Account {
  id: string;
  wallet_id: string;
  network: string;
  /** the same as CAIP-2 */
  chain: string;
  address: string;
  /** m/44'/60'/0'/0/0; empty where there is none */
  path?: string;
  index: number;
  created_at: string;
}

export interface Approval {
  asset: string;
  spender: string;
  amount: string;
  unlimited?: boolean;
}

export interface Asset {
  symbol: string;
  decimals: number;
  contract?: string;
  name?: string;
  /** CAIP-19 */
  id?: string;
}

export interface Attempt {
  hash: string;
  kind: Open<"original" | "bump" | "cancel" | "filler">;
  max_fee_per_gas: string;
  max_priority_fee_per_gas: string;
  sent_at?: string;
}

export interface AuditRecord {
  id: string;
  /** user id; empty where nobody was signed in */
  actor?: string;
  /** as "login.failed" */
  action: string;
  resource?: string;
  ip_address?: string;
  timestamp: string;
  details?: Record<string, string>;
}

export interface Balance {
  account_id: string;
  network: string;
  asset: Asset;
  /** In the asset's smallest unit. Left out where no node could say. */
  amount?: string;
  block?: number;
  as_of?: string;
}

export interface CancelTransactionRequest {
  speed?: "slow" | "normal" | "fast";
  validate_only?: boolean;
}

export interface ChangePasswordRequest {
  current_password: string;
  new_password: string;
}

export interface CreateAccountRequest {
  network: string;
  index?: number;
  validate_only?: boolean;
}

export interface CreateTransactionRequest {
  account_id: string;
  /** Empty only where `data` creates a contract. */
  to?: string;
  amount?: string;
  data?: string;
  asset?: string;
  speed?: "slow" | "normal" | "fast";
  gas_limit?: number;
  max_fee_per_gas?: string;
  max_priority_fee_per_gas?: string;
  valid_until?: string;
  note?: string;
  wait_for_funds?: boolean;
  /** Ends as `replaced` when somebody else used the nonce, instead of taking another. */
  fail_if_replaced?: boolean;
  validate_only?: boolean;
}

export interface CreateTransactionsReply {
  transactions: Transaction[];
}

export interface CreateTransactionsRequest {
  transactions: CreateTransactionRequest[];
  validate_only?: boolean;
}

export interface CreateWalletRequest {
  label: string;
  /** hd when left out. */
  kind?: "hd" | "imported" | "watch";
  networks: string[];
  mnemonic?: string;
  passphrase?: string;
  private_key?: string;
  xpub?: string;
  address?: string;
  exportable?: boolean;
  /** Words of a new seed: 12, 15, 18, 21 or 24; 24 when left out. */
  words?: number;
  validate_only?: boolean;
}

/** What the signer found in the bytes, before anything was signed. */
export interface Effects {
  transfers: Transfer[];
  approvals: Approval[];
  /** the called function where it is known */
  call?: string;
  creates_contract?: boolean;
}

export interface Estimate {
  gas_limit: number;
  max_fee_per_gas: string;
  max_priority_fee_per_gas: string;
  max_cost: string;
  will_revert: boolean;
  revert_reason?: string;
  l1_data_fee?: string;
  effects?: Effects;
}

export interface Explanation {
  state: Open<"queued" | "signed" | "submitted" | "mined" | "confirmed" | "failed" | "replaced" | "cancelled" | "expired" | "rejected">;
  reason: string;
  next_step?: string;
  next_step_at?: string;
}

export interface Failure {
  code: string;
  message: string;
}

export interface FaucetReply {
  address: string;
  network: string;
  /** added */
  amount: string;
  /** afterwards */
  balance: string;
}

export interface FaucetRequest {
  address: string;
  network: string;
  /** 10 ether when left out */
  amount?: string;
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
  block: number;
  as_of: string;
  /** Present where the network has no EIP-1559: the levels carry gas_price alone. */
  legacy?: boolean;
}

export interface GetUserWalletRequest {
  network: string;
}

export interface Head {
  number: number;
  hash: string;
  time: string;
}

export interface ListAuditRecordsReply {
  records: AuditRecord[];
  /** absent at the end */
  next_page_token?: string;
}

export interface ListAuditRecordsRequest {
  actor?: string;
  action?: string;
  /** 50 when left out */
  page_size?: number;
  /** next_page_token of the page before */
  page_token?: string;
}

export interface ListBalancesReply {
  balances: Balance[];
  /** absent at the end */
  next_page_token?: string;
}

export interface ListBalancesRequest {
  /** asks the node instead of the cache */
  fresh?: boolean;
  /** Tokens to read besides the known ones, comma-separated. */
  assets?: string[];
  /** 50 when left out */
  page_size?: number;
  /** next_page_token of the page before */
  page_token?: string;
}

export interface ListEventsRequest {
  /** transactions, balances, heads; comma-separated in a query string. All when left out. */
  topics?: ("transactions" | "balances" | "heads")[];
  /** Exactly what followed it. Empty: from now. */
  cursor?: string;
}

export interface ListMailboxReply {
  messages: MailboxMessage[];
  /** absent at the end */
  next_page_token?: string;
}

export interface ListMailboxRequest {
  to?: string;
  /** 50 when left out */
  page_size?: number;
  /** next_page_token of the page before */
  page_token?: string;
}

export interface ListNetworksReply {
  networks: Network[];
  /** absent at the end */
  next_page_token?: string;
}

export interface ListNetworksRequest {
  /** 50 when left out */
  page_size?: number;
  /** next_page_token of the page before */
  page_token?: string;
}

export interface ListTransactionsReply {
  transactions: Transaction[];
  /** absent at the end */
  next_page_token?: string;
}

export interface ListTransactionsRequest {
  account_id?: string;
  status?: "queued" | "signed" | "submitted" | "mined" | "confirmed" | "failed" | "replaced" | "cancelled" | "expired" | "rejected";
  /** 50 when left out */
  page_size?: number;
  /** next_page_token of the page before */
  page_token?: string;
}

export interface ListUsersReply {
  users: User[];
  /** absent at the end */
  next_page_token?: string;
}

export interface ListUsersRequest {
  email?: string;
  /** 50 when left out */
  page_size?: number;
  /** next_page_token of the page before */
  page_token?: string;
}

export interface ListWalletsReply {
  wallets: Wallet[];
  /** absent at the end */
  next_page_token?: string;
}

export interface ListWalletsRequest {
  /** 50 when left out */
  page_size?: number;
  /** next_page_token of the page before */
  page_token?: string;
}

export interface LoginRequest {
  email: string;
  password: string;
  /** Of the session that this one takes the place of; a browser's cookie says it by itself. */
  refresh_token?: string;
}

export interface MailboxMessage {
  to: string;
  subject: string;
  text: string;
  sent_at: string;
  /** where the message carries one */
  code?: string;
}

export interface NativeAsset {
  symbol: string;
  decimals: number;
  name?: string;
}

export interface Network {
  /** short id, as "ethereum" */
  id: string;
  /** CAIP-2, as "eip155:1" */
  chain: string;
  name: string;
  kind: Open<"evm" | "bitcoin" | "tron">;
  chain_id?: number;
  native: NativeAsset;
  /** absent until a node has answered */
  head?: Head;
  health: Open<"ok" | "degraded" | "down">;
  /** depth at which a transaction counts as confirmed */
  confirmations: number;
  development: boolean;
  /** usual time between blocks */
  block_time_ms?: number;
}

export interface PolicyDecision {
  version: string;
  allowed: boolean;
  /** that decided */
  rule?: string;
}

export interface RefreshRequest {
  refresh_token?: string;
}

export interface SetRolesRequest {
  roles: ("user" | "support" | "compliance" | "admin")[];
}

export interface SignMessageReply {
  signature: string;
  intent_id: string;
}

export interface SignMessageRequest {
  account_id: string;
  message?: string;
  typed_data?: unknown;
  /** The message as 0x hex, for bytes that are no text. */
  message_hex?: string;
  validate_only?: boolean;
}

export interface SignUpReply {
  user_id: string;
  verification: Verification;
}

export interface SignUpRequest {
  email: string;
  password: string;
  name?: string;
  /** The one-time token of the first administrator's link. */
  admin_token?: string;
}

export interface SpeedUpTransactionRequest {
  speed?: "slow" | "normal" | "fast";
  validate_only?: boolean;
}

export interface StreamEvent {
  cursor: string;
  /** as "transaction.status_changed" */
  type: string;
  time: string;
  data: unknown;
  topic: string;
}

export interface Token {
  standard: Open<"erc20" | "erc721" | "erc1155">;
  name?: string;
  symbol?: string;
  decimals: number;
  total_supply?: string;
  address: string;
  network: string;
}

export interface Tokens {
  access_token: string;
  refresh_token: string;
  /** "Bearer" */
  token_type: string;
  /** seconds until the access token ends */
  expires_in: number;
  user: User;
}

export interface TrackTokenRequest {
  network: string;
  contract: string;
}

export interface Transaction {
  id: string;
  account_id: string;
  network: string;
  /** CAIP-2 */
  chain: string;
  from: string;
  to?: string;
  amount: string;
  asset?: string;
  data: string;
  nonce?: number;
  hash?: string;
  status: Open<"queued" | "signed" | "submitted" | "mined" | "confirmed" | "failed" | "replaced" | "cancelled" | "expired" | "rejected">;
  attempts: Attempt[];
  block_number?: number;
  confirmations: number;
  fee_paid?: string;
  error?: Failure;
  speed: Open<"slow" | "normal" | "fast">;
  note?: string;
  gas_limit?: number;
  valid_until?: string;
  created_at: string;
  updated_at: string;
  effects?: Effects;
  policy?: PolicyDecision;
  /** Address of the contract that it created. */
  contract_address?: string;
}

export interface Transfer {
  /** empty for the native coin */
  asset?: string;
  to: string;
  amount: string;
}

export interface UpdateWalletRequest {
  label: string;
}

export interface User {
  id: string;
  email: string;
  name?: string;
  roles: string[];
  email_verified: boolean;
  created_at: string;
}

export interface UserWallet {
  user_id: string;
  network: string;
  address: string;
  path?: string;
  created_at: string;
}

export interface Verification {
  /** "email" */
  channel: string;
  expires_at: string;
}

export interface VerifyMessageReply {
  valid: boolean;
}

export interface VerifyMessageRequest {
  account_id?: string;
  address?: string;
  message?: string;
  typed_data?: unknown;
  signature: string;
  message_hex?: string;
}

export interface VerifyRequest {
  email: string;
  code: string;
  /** Of the session that this one takes the place of; a browser's cookie says it by itself. */
  refresh_token?: string;
}

export interface Wallet {
  id: string;
  label: string;
  kind: Open<"hd" | "imported" | "watch">;
  created_at: string;
  accounts: Account[];
  exportable: boolean;
}
