import type { Amounts } from "./amounts.js";
import { events, type EventsOptions } from "./events.js";
import { Pages, type ListOptions } from "./pages.js";
import { segment } from "./path.js";
import { MemoryTokenStore, Session, type TokenStore } from "./session.js";
import { Transactions, write, type WriteOptions } from "./transactions.js";
import { Transport, type RequestOptions, type TransportOptions } from "./transport.js";
import type {
  Account,
  Balance,
  ChangePasswordRequest,
  CreateAccountRequest,
  CreateWalletRequest,
  Fees,
  LoginRequest,
  Network,
  SignMessageReply,
  SignUpReply,
  SignUpRequest,
  StreamEvent,
  Token,
  Tokens,
  TypedData,
  User,
  VerifyRequest,
  Wallet,
} from "./types.js";

export interface CofferOptions extends TransportOptions {
  /** Where the tokens lie between calls; in memory unless said. */
  tokens?: TokenStore;
  /** A token to begin with. It is not renewed. */
  access_token?: string;
}

/** Coffer from a program or a page. */
export class Coffer {
  readonly auth: Auth;
  readonly wallets: Wallets;
  readonly networks: Networks;
  readonly transactions: Transactions;
  readonly messages: Messages;
  readonly #transport: Transport;

  constructor(options: CofferOptions) {
    this.#transport = new Transport(options);
    const store = options.tokens ?? new MemoryTokenStore(options.access_token === undefined ? undefined : { access_token: options.access_token });
    const session = new Session(this.#transport, store, options.credentials === "include");
    this.#transport.attach(session);
    this.auth = new Auth(this.#transport, session);
    this.wallets = new Wallets(this.#transport);
    this.networks = new Networks(this.#transport);
    this.transactions = new Transactions(this.#transport);
    this.messages = new Messages(this.#transport);
  }

  /** The caller. */
  me(): Promise<User> {
    return this.#transport.call<User>("GET", "/v1/me");
  }

  /** Events in order and without gap until the signal aborts. */
  events(options: EventsOptions = {}): AsyncGenerator<StreamEvent, void, undefined> {
    return events(this.#transport, options);
  }

  /** One JSON-RPC request, or a batch, to `/rpc/{network}`; the answer as it came. */
  rpc(network: string, request: unknown): Promise<unknown> {
    return this.#transport.raw("POST", `/rpc/${segment(network)}`, { body: request });
  }

  /** Any route of the API, also one that this version does not know yet. */
  request<Reply = unknown>(method: string, path: string, options: RequestOptions = {}): Promise<Amounts<Reply>> {
    return this.#transport.call<Reply>(method, path, options);
  }
}

export class Auth {
  constructor(
    private readonly transport: Transport,
    private readonly session: Session,
  ) {}

  /** Sends a code by mail. The answer is the same if the address is taken. */
  signUp(request: SignUpRequest): Promise<SignUpReply> {
    return this.transport.call<SignUpReply>("POST", "/v1/auth/signup", { anonymous: true, body: request });
  }

  verify(request: VerifyRequest): Promise<Tokens> {
    return this.#begin("/v1/auth/verify", request);
  }

  login(request: LoginRequest): Promise<Tokens> {
    return this.#begin("/v1/auth/login", request);
  }

  /** Every session but this one ends. */
  async changePassword(request: ChangePasswordRequest): Promise<void> {
    await this.transport.raw("POST", "/v1/me/password", { body: request });
  }

  async logout(): Promise<void> {
    await this.transport.raw("POST", "/v1/auth/logout", { body: {} });
    await this.session.forget();
  }

  async #begin(path: string, body: unknown): Promise<Tokens> {
    const tokens = await this.transport.call<Tokens>("POST", path, { anonymous: true, body });
    await this.session.keep(tokens);
    return tokens;
  }
}

export class Wallets {
  constructor(private readonly transport: Transport) {}

  create(request: CreateWalletRequest, options: WriteOptions = {}): Promise<Wallet> {
    return this.transport.call<Wallet>("POST", "/v1/wallets", { ...write(options), body: request });
  }

  /** Newest first. */
  list(options: Pick<ListOptions, "page_size"> = {}): Pages<Wallet> {
    return new Pages(this.transport, "/v1/wallets", "wallets", options);
  }

  get(id: string): Promise<Wallet> {
    return this.transport.call<Wallet>("GET", `/v1/wallets/${segment(id)}`);
  }

  createAccount(wallet_id: string, request: CreateAccountRequest, options: WriteOptions = {}): Promise<Account> {
    return this.transport.call<Account>("POST", `/v1/wallets/${segment(wallet_id)}/accounts`, { ...write(options), body: request });
  }

  /** What lies on the wallet's accounts. `fresh` asks the node instead of the cache. */
  balances(wallet_id: string, options: { fresh?: boolean; page_size?: number } = {}): Pages<Balance> {
    return new Pages(this.transport, `/v1/wallets/${segment(wallet_id)}/balances`, "balances", options);
  }
}

export class Networks {
  constructor(private readonly transport: Transport) {}

  list(options: Pick<ListOptions, "page_size"> = {}): Pages<Network> {
    return new Pages(this.transport, "/v1/networks", "networks", options);
  }

  /** By short id or CAIP-2. */
  fees(network: string): Promise<Amounts<Fees>> {
    return this.transport.call<Fees>("GET", `/v1/networks/${segment(network)}/fees`);
  }

  token(network: string, address: string): Promise<Amounts<Token>> {
    return this.transport.call<Token>("GET", `/v1/tokens/${segment(network)}/${segment(address)}`);
  }
}

export class Messages {
  constructor(private readonly transport: Transport) {}

  /** Signs a text or bytes (EIP-191), or typed data (EIP-712). A text is signed as it stands, also if it looks like hex. */
  sign(request: { account_id: string } & Signable, options: WriteOptions = {}): Promise<SignMessageReply> {
    return this.transport.call<SignMessageReply>("POST", "/v1/messages:sign", { ...write(options), body: request });
  }

  async verify(request: { signature: string } & ({ account_id: string } | { address: string }) & Signable): Promise<boolean> {
    return (await this.transport.call<{ valid: boolean }>("POST", "/v1/messages:verify", { body: request })).valid;
  }
}

/** A text, bytes as 0x hex, or typed data. */
export type Signable = { message: string } | { message_hex: string } | { typed_data: TypedData };
