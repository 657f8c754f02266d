import type { Amounts } from "./amounts.js";
import type { Open, Transaction } from "./types.js";

export type ErrorCode = Open<
  | "VALIDATION_ERROR"
  | "AUTHENTICATION_ERROR"
  | "AUTHORIZATION_ERROR"
  | "POLICY_DENIED"
  | "NOT_FOUND"
  | "METHOD_NOT_ALLOWED"
  | "CONFLICT"
  | "INSUFFICIENT_FUNDS"
  | "PAYLOAD_TOO_LARGE"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "RATE_LIMIT_EXCEEDED"
  | "INTERNAL_ERROR"
  | "SERVICE_UNAVAILABLE"
>;

export interface ErrorBody {
  error: {
    code: ErrorCode;
    message: string;
    request_id: string;
    timestamp: string;
    details?: Record<string, unknown>;
  };
}

/** An answer of the server that says no. */
export class CofferError extends Error {
  override readonly name: string = "CofferError";
  readonly code: ErrorCode;
  readonly status: number;
  /** Quote it when asking the operator: it finds the request in the logs. */
  readonly request_id: string | undefined;
  readonly details: Record<string, unknown>;
  /** The request's field at fault, as `networks[0]` or `a.b`. */
  readonly field: string | undefined;
  /** Seconds after which the server wants to be asked again. */
  readonly retry_after: number | undefined;

  constructor(status: number, body: Partial<ErrorBody["error"]>, retry_after?: number) {
    super(body.message ?? `the server answered ${status}`);
    this.status = status;
    this.code = body.code ?? (status >= 500 ? "SERVICE_UNAVAILABLE" : "VALIDATION_ERROR");
    this.request_id = body.request_id;
    this.details = body.details ?? {};
    this.field = typeof this.details.field === "string" ? this.details.field : undefined;
    this.retry_after = retry_after;
  }
}

/** The server could not be reached, or went away before it answered. What was asked may have happened: the same idempotency key finds out. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
}

/** The time given to wait is over. The transaction goes on. */
export class WaitTimeoutError extends Error {
  override readonly name = "WaitTimeoutError";
  constructor(readonly transaction: Amounts<Transaction>) {
    super(`transaction ${transaction.id} is still ${transaction.status}`);
  }
}

/** The transaction ended otherwise than was waited for. */
export class TransactionEndedError extends Error {
  override readonly name = "TransactionEndedError";
  constructor(readonly transaction: Amounts<Transaction>) {
    super(`transaction ${transaction.id} ended ${transaction.status}` + (transaction.error ? `: ${transaction.error.message}` : ""));
  }
}

/** Whether something thrown is the server's refusal with this code. */
export function isCofferError(thrown: unknown, code?: ErrorCode): thrown is CofferError {
  return thrown instanceof CofferError && (code === undefined || thrown.code === code);
}
