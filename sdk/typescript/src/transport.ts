import { readAmounts, writeAmounts, type Amounts } from "./amounts.js";
import { CofferError, ConnectionError, type ErrorBody } from "./errors.js";
import type { Session } from "./session.js";

export interface TransportOptions {
  /** Where the server is, as `https://coffer.example`. */
  url: string;
  fetch?: typeof globalThis.fetch;
  /** `include` in a browser that signs in by cookie. */
  credentials?: RequestCredentials;
  /** How often a request that is safe to repeat is sent again; 3 unless said. */
  retries?: number;
  /** Longest time for one answer, in milliseconds; 90 000 unless said. */
  timeout_ms?: number;
}

export interface RequestOptions {
  query?: Record<string, string | number | boolean | readonly string[] | undefined>;
  body?: unknown;
  /** Sent as `Idempotency-Key`; makes a POST safe to repeat. */
  idempotency_key?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Sent without a token. */
  anonymous?: boolean;
}

/** Requests with token, retries and typed errors. Knows no route. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #fetch: typeof globalThis.fetch;
  #session: Session | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  }

  /** Takes tokens from this session from now on. */
  attach(session: Session): void {
    this.#session = session;
  }

  /** The decoded answer; amounts are `bigint`. */
  async call<Reply>(method: string, path: string, options: RequestOptions = {}): Promise<Amounts<Reply>> {
    return readAmounts((await this.raw(method, path, options)) as Reply);
  }

  /** The decoded answer as it stands in JSON. */
  async raw(method: string, path: string, options: RequestOptions = {}): Promise<unknown> {
    const response = await this.open(method, path, options);
    const text = await response.text();
    return text === "" ? undefined : JSON.parse(text);
  }

  /** The successful response, its body unread. */
  async open(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
    const repeatable = method === "GET" || options.idempotency_key !== undefined;
    const retries = repeatable ? (this.#options.retries ?? 3) : 0;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#authorised(method, path, options);
      } catch (error) {
        if (attempt >= retries || options.signal?.aborted || !isTransient(error)) throw error;
        await pause(delayOf(error, attempt), options.signal);
      }
    }
  }

  async #authorised(method: string, path: string, options: RequestOptions): Promise<Response> {
    const session = options.anonymous ? undefined : this.#session;
    const token = await session?.accessToken();
    try {
      return await this.#send(method, path, options, token);
    } catch (error) {
      if (!session || !(error instanceof CofferError) || error.status !== 401 || !(await session.renew(token))) throw error;
      return this.#send(method, path, options, await session.accessToken());
    }
  }

  async #send(method: string, path: string, options: RequestOptions, token: string | undefined): Promise<Response> {
    const headers: Record<string, string> = { accept: "application/json" };
    if (token !== undefined) headers.authorization = `Bearer ${token}`;
    if (options.idempotency_key !== undefined) headers["idempotency-key"] = options.idempotency_key;
    const init: RequestInit = { method, headers };
    if (options.body !== undefined) {
      headers["content-type"] = "application/json";
      init.body = JSON.stringify(writeAmounts(options.body));
    }
    if (this.#options.credentials) init.credentials = this.#options.credentials;
    const limit = timeLimit(this.#options.timeout_ms ?? 90_000, options.signal);
    init.signal = limit.signal;
    let response: Response;
    try {
      response = await this.#fetch(urlOf(this.#options.url, path, options.query), init);
    } catch (error) {
      options.signal?.throwIfAborted();
      throw new ConnectionError(`${method} ${path}: no answer`, { cause: error });
    } finally {
      limit.headersArrived();
    }
    if (!response.ok) throw await errorOf(response);
    return response;
  }
}

function urlOf(base: string, path: string, query: RequestOptions["query"]): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) parameters.set(name, Array.isArray(value) ? value.join(",") : String(value));
  }
  const text = parameters.toString();
  return base.replace(/\/+$/, "") + path + (text === "" ? "" : `?${text}`);
}

async function errorOf(response: Response): Promise<CofferError> {
  const retry_after = Number(response.headers.get("retry-after") ?? NaN);
  let body: Partial<ErrorBody> = {};
  try {
    body = (await response.json()) as Partial<ErrorBody>;
  } catch {
    // A proxy in front of the server may answer with a page of its own; the status is what counts.
  }
  return new CofferError(
    response.status,
    body.error ?? { request_id: response.headers.get("x-request-id") ?? "" },
    Number.isFinite(retry_after) ? retry_after : undefined,
  );
}

function isTransient(error: unknown): boolean {
  return error instanceof ConnectionError || (error instanceof CofferError && [429, 502, 503, 504].includes(error.status));
}

function delayOf(error: unknown, attempt: number): number {
  if (error instanceof CofferError && error.retry_after !== undefined) return error.retry_after * 1000;
  return 100 * 2 ** attempt * (0.5 + Math.random());
}

/** Ends the request when the caller aborts, or when no headers came in time. */
function timeLimit(timeout_ms: number, signal: AbortSignal | undefined) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error(`no answer within ${timeout_ms} ms`)), timeout_ms);
  const forward = () => controller.abort(signal?.reason);
  if (signal?.aborted) forward();
  signal?.addEventListener("abort", forward, { once: true });
  return { signal: controller.signal, headersArrived: () => clearTimeout(timer) };
}

/** Resolves after a time, or rejects when the signal aborts. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const aborted = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", aborted);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", aborted, { once: true });
  });
}
