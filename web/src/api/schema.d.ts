/**
 * The part of the public API that this app uses, in the form that `npm run api` generates from the server's OpenAPI
 * document.
 */
export interface components {
  schemas: {
    User: { id: string; email: string; name?: string; roles: string[]; email_verified: boolean; created_at?: string };
    Tokens: {
      access_token: string;
      refresh_token: string;
      token_type: string;
      expires_in: number;
      user: components["schemas"]["User"];
    };
    SignUpRequest: { email: string; password: string; name?: string; admin_token?: string };
    SignUpReply: { user_id: string; verification: { channel: string; expires_at: string } };
    VerifyRequest: { email: string; code: string };
    LoginRequest: { email: string; password: string };
    RefreshRequest: { refresh_token?: string };
    MailboxMessage: { to: string; subject: string; text: string; sent_at: string; code?: string };
    ListMailboxReply: { messages: components["schemas"]["MailboxMessage"][]; next_page_token?: string };
    Account: {
      id: string;
      wallet_id: string;
      network: string;
      chain?: string;
      address: string;
      path?: string;
      index: number;
      created_at?: string;
    };
    Wallet: {
      id: string;
      label: string;
      kind: string;
      created_at: string;
      accounts: components["schemas"]["Account"][];
      exportable: boolean;
    };
    CreateWalletRequest: {
      label: string;
      kind?: "hd" | "imported" | "watch";
      networks?: string[];
      mnemonic?: string;
      passphrase?: string;
      private_key?: string;
      xpub?: string;
      address?: string;
      exportable?: boolean;
      words?: number;
      validate_only?: boolean;
    };
    UpdateWalletRequest: { label: string };
    CreateAccountRequest: { network: string; index?: number; validate_only?: boolean };
    ListWalletsReply: { wallets: components["schemas"]["Wallet"][]; next_page_token?: string };
    Asset: { symbol: string; decimals: number; contract?: string; name?: string; id?: string };
    Balance: {
      account_id: string;
      network: string;
      asset: components["schemas"]["Asset"];
      amount?: string;
      block?: number;
      as_of?: string;
    };
    ListBalancesReply: { balances: components["schemas"]["Balance"][]; next_page_token?: string };
    Network: {
      id: string;
      chain: string;
      name: string;
      kind: string;
      chain_id?: number;
      native: { symbol: string; decimals: number; name?: string };
      head?: { number: number; hash?: string; time?: string };
      health: string;
      confirmations?: number;
      development: boolean;
    };
    ListNetworksReply: { networks: components["schemas"]["Network"][]; next_page_token?: string };
    FeeLevel: {
      max_fee_per_gas?: string;
      max_priority_fee_per_gas?: string;
      gas_price?: string;
      sats_per_vbyte?: number;
    };
    Fees: {
      slow: components["schemas"]["FeeLevel"];
      normal: components["schemas"]["FeeLevel"];
      fast: components["schemas"]["FeeLevel"];
      base_fee_per_gas?: string;
      block?: number;
      as_of?: string;
      legacy?: boolean;
    };
    FaucetRequest: { address: string; network: string; amount?: string };
    FaucetReply: { address: string; network: string; amount: string; balance: string };
    CreateTransactionRequest: {
      account_id: string;
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
      validate_only?: boolean;
    };
    Attempt: {
      hash: string;
      kind?: string;
      max_fee_per_gas?: string;
      max_priority_fee_per_gas?: string;
      sent_at?: string;
    };
    Failure: { code: string; message: string };
    Transfer: { asset?: string; to: string; amount: string };
    Approval: { asset: string; spender: string; amount?: string; unlimited?: boolean };
    Effects: {
      transfers: components["schemas"]["Transfer"][];
      approvals: components["schemas"]["Approval"][];
      call?: string;
      creates_contract?: boolean;
    };
    PolicyDecision: { version?: string; allowed: boolean; rule?: string };
    Transaction: {
      id: string;
      account_id: string;
      network: string;
      chain?: string;
      from: string;
      to?: string;
      amount?: string;
      asset?: string;
      data?: string;
      nonce?: number;
      hash?: string;
      status: string;
      attempts: components["schemas"]["Attempt"][];
      block_number?: number;
      confirmations: number;
      fee_paid?: string;
      error?: components["schemas"]["Failure"];
      speed?: string;
      note?: string;
      gas_limit?: number;
      valid_until?: string;
      created_at: string;
      updated_at: string;
      effects?: components["schemas"]["Effects"];
      policy?: components["schemas"]["PolicyDecision"];
      contract_address?: string;
    };
    ListTransactionsReply: { transactions: components["schemas"]["Transaction"][]; next_page_token?: string };
    Estimate: {
      gas_limit: number;
      max_fee_per_gas?: string;
      max_priority_fee_per_gas?: string;
      max_cost?: string;
      will_revert: boolean;
      revert_reason?: string;
      l1_data_fee?: string;
      effects?: components["schemas"]["Effects"];
    };
    SpeedRequest: { speed?: "slow" | "normal" | "fast"; validate_only?: boolean };
    Explanation: { state: string; reason: string; next_step?: string; next_step_at?: string };
    Failed: {
      error: {
        code: string;
        message: string;
        request_id: string;
        timestamp: string;
        details?: Record<string, unknown>;
      };
    };
  };
}

type Schemas = components["schemas"];
type Json<T> = { content: { "application/json": T } };
type Replies<T> = { responses: { 200: Json<T>; default: Json<Schemas["Failed"]> } };
type Get<T, Query = undefined, Path = undefined> = {
  parameters: Parameters<Query, Path>;
} & Replies<T>;
type Post<T, Body, Path = undefined> = {
  parameters: Parameters<undefined, Path, { "Idempotency-Key"?: string }>;
  requestBody: Json<Body>;
} & Replies<T>;
type Parameters<Query, Path, Header = undefined> = {
  query?: Query;
  header?: Header;
  cookie?: undefined;
} & (Path extends undefined ? { path?: undefined } : { path: Path });
type Pages = { page_size?: number; page_token?: string };
type WalletPath = { wallet_id: string };
type TransactionPath = { transaction_id: string };

export interface paths {
  "/v1/me": { get: Get<Schemas["User"]> };
  "/v1/auth/signup": { post: Post<Schemas["SignUpReply"], Schemas["SignUpRequest"]> };
  "/v1/auth/verify": { post: Post<Schemas["Tokens"], Schemas["VerifyRequest"]> };
  "/v1/auth/login": { post: Post<Schemas["Tokens"], Schemas["LoginRequest"]> };
  "/v1/auth/logout": { post: Post<undefined, Record<string, never>> };
  "/v1/networks": { get: Get<Schemas["ListNetworksReply"], Pages> };
  "/v1/networks/{network}/fees": { get: Get<Schemas["Fees"], undefined, { network: string }> };
  "/v1/wallets": {
    get: Get<Schemas["ListWalletsReply"], Pages>;
    post: Post<Schemas["Wallet"], Schemas["CreateWalletRequest"]>;
  };
  "/v1/wallets/{wallet_id}": {
    get: Get<Schemas["Wallet"], undefined, WalletPath>;
    patch: Post<Schemas["Wallet"], Schemas["UpdateWalletRequest"], WalletPath>;
  };
  "/v1/wallets/{wallet_id}/accounts": { post: Post<Schemas["Account"], Schemas["CreateAccountRequest"], WalletPath> };
  "/v1/wallets/{wallet_id}/balances": {
    get: Get<Schemas["ListBalancesReply"], Pages & { fresh?: boolean }, WalletPath>;
  };
  "/v1/transactions": {
    get: Get<Schemas["ListTransactionsReply"], Pages & { account_id?: string; status?: string }>;
    post: Post<Schemas["Transaction"], Schemas["CreateTransactionRequest"]>;
  };
  "/v1/transactions:estimate": { post: Post<Schemas["Estimate"], Schemas["CreateTransactionRequest"]> };
  "/v1/transactions/{transaction_id}": { get: Get<Schemas["Transaction"], undefined, TransactionPath> };
  "/v1/transactions/{transaction_id}/explain": { get: Get<Schemas["Explanation"], undefined, TransactionPath> };
  "/v1/transactions/{transaction_id}:speed_up": {
    post: Post<Schemas["Transaction"], Schemas["SpeedRequest"], TransactionPath>;
  };
  "/v1/transactions/{transaction_id}:cancel": {
    post: Post<Schemas["Transaction"], Schemas["SpeedRequest"], TransactionPath>;
  };
  "/dev/mailbox": { get: Get<Schemas["ListMailboxReply"], Pages & { to?: string }> };
  "/dev/faucet": { post: Post<Schemas["FaucetReply"], Schemas["FaucetRequest"]> };
}
