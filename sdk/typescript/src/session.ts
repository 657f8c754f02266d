import { CofferError } from "./errors.js";
import type { Transport } from "./transport.js";
import type { Tokens } from "./types.js";

/** What is kept of a session between calls, or between runs of a program. */
export interface StoredTokens {
  access_token: string;
  refresh_token?: string;
  /** Milliseconds since 1970 at which the access token ends. */
  expires_at?: number;
}

/** Where the tokens lie. In memory unless the program brings its own. */
export interface TokenStore {
  get(): StoredTokens | undefined | Promise<StoredTokens | undefined>;
  set(tokens: StoredTokens | undefined): void | Promise<void>;
}

export class MemoryTokenStore implements TokenStore {
  #tokens: StoredTokens | undefined;

  constructor(tokens?: StoredTokens) {
    this.#tokens = tokens;
  }
  get(): StoredTokens | undefined {
    return this.#tokens;
  }
  set(tokens: StoredTokens | undefined): void {
    this.#tokens = tokens;
  }
}

/** A token this close to its end is renewed before it is used. */
const renewal_margin_ms = 30_000;

/** Keeps the access token fresh. Parallel calls share one renewal, for a refresh token rotates with each use. */
export class Session {
  readonly #transport: Transport;
  readonly #store: TokenStore;
  readonly #by_cookie: boolean;
  #renewal: Promise<boolean> | undefined;

  constructor(transport: Transport, store: TokenStore, by_cookie: boolean) {
    this.#transport = transport;
    this.#store = store;
    this.#by_cookie = by_cookie;
  }

  async accessToken(): Promise<string | undefined> {
    const tokens = await this.#store.get();
    if (tokens?.refresh_token && tokens.expires_at !== undefined && tokens.expires_at - Date.now() < renewal_margin_ms) {
      await this.renew(tokens.access_token);
      return (await this.#store.get())?.access_token;
    }
    return tokens?.access_token;
  }

  async keep(tokens: Tokens): Promise<void> {
    await this.#store.set({
      access_token: tokens.access_token,
      refresh_token: tokens.refresh_token,
      expires_at: Date.now() + tokens.expires_in * 1000,
    });
  }

  async forget(): Promise<void> {
    await this.#store.set(undefined);
  }

  /** Whether there is a token other than `refused` to try with. */
  async renew(refused: string | undefined): Promise<boolean> {
    const current = await this.#store.get();
    if (current && current.access_token !== refused) return true;
    if (!current?.refresh_token && !this.#by_cookie) return false;
    this.#renewal ??= this.#exchange(current?.refresh_token).finally(() => (this.#renewal = undefined));
    return this.#renewal;
  }

  async #exchange(refresh_token: string | undefined): Promise<boolean> {
    try {
      await this.keep(
        await this.#transport.call<Tokens>("POST", "/v1/auth/refresh", {
          anonymous: true,
          body: refresh_token === undefined ? {} : { refresh_token },
        }),
      );
      return true;
    } catch (error) {
      if (!(error instanceof CofferError) || error.status !== 401) throw error;
      await this.forget();
      return false;
    }
  }
}
