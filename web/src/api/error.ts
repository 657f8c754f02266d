/** Codes that this app adds to the server's own, for what never reached it. */
export const kNoAnswer = "NO_ANSWER";

type ErrorBody = { error?: { code?: string; message?: string; request_id?: string; details?: Record<string, unknown> } };

/** What the server refused, in the words of its error body, or `NO_ANSWER` when there was none. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly request_id: string | undefined,
    readonly details: Record<string, unknown>,
    readonly retry_after_s: number | undefined,
  ) {
    super(message);
    this.name = "ApiError";
  }

  /** The offending field, as `to` or `networks[0]`. */
  get field(): string | undefined {
    return this.detail("field");
  }

  get forbidden(): boolean {
    return this.status === 403;
  }

  /** True when the request may or may not have taken effect: no answer, or one from something in between. */
  get outcome_unknown(): boolean {
    return this.code === kNoAnswer || this.status >= 500;
  }

  detail(name: string): string | undefined {
    const value = this.details[name];
    return typeof value === "string" ? value : undefined;
  }

  static no_answer(cause: unknown): ApiError {
    const error = new ApiError(kNoAnswer, "", 0, undefined, {}, undefined);
    error.cause = cause;
    return error;
  }

  static from(response: Response, body: unknown): ApiError {
    const { code, message, request_id, details } = (body as ErrorBody | undefined)?.error ?? {};
    const retry_after = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
    return new ApiError(
      code ?? `HTTP_${response.status}`,
      message ?? response.statusText,
      response.status,
      request_id ?? response.headers.get("x-request-id") ?? undefined,
      details ?? {},
      Number.isNaN(retry_after) ? undefined : retry_after,
    );
  }
}
