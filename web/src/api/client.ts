import createClient from "openapi-fetch";
import { ApiError } from "./error";
import type { paths } from "./schema";
import { session_fetch } from "./session";

/** Longest wait for an answer. The server's own limit for any call that this app makes is shorter. */
const kTimeoutMs = 35_000;

async function bounded_fetch(request: Request): Promise<Response> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(kTimeoutMs)]);
  try {
    return await session_fetch(new Request(request, { signal }));
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    throw ApiError.no_answer(cause);
  }
}

export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: bounded_fetch });

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The body of a good answer; anything else is thrown as `ApiError`. */
export async function value_of<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw ApiError.from(response, error);
  return data as T;
}

/** The header that makes repeating a POST safe. */
export function idempotent(key: string) {
  return { header: { "Idempotency-Key": key } };
}
