export type { Amounts } from "./amounts.js";
export { Coffer, type CofferOptions, type Signable } from "./client.js";
export {
  CofferError,
  ConnectionError,
  isCofferError,
  TransactionEndedError,
  WaitTimeoutError,
  type ErrorBody,
  type ErrorCode,
} from "./errors.js";
export type { EventsOptions, Topic } from "./events.js";
export { Pages, type ListOptions, type Page } from "./pages.js";
export { MemoryTokenStore, type StoredTokens, type TokenStore } from "./session.js";
export { isFinal, newIdempotencyKey, type WaitOptions, type WriteOptions } from "./transactions.js";
export type { RequestOptions, TransportOptions } from "./transport.js";
export type * from "./types.js";
