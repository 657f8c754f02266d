/**
 * The session lives in HttpOnly cookies that this code cannot read. What it can do: send them along, renew them once
 * when they are refused, and remember that there is a session at all, so that a visitor who never signed in causes no
 * failing request.
 */

const kHint = "coffer.signed_in";

type Fetch = (request: Request) => Promise<Response>;

let refreshing: Promise<boolean> | undefined;
const ended = new Set<() => void>();

export function session_expected(): boolean {
  return localStorage.getItem(kHint) === "1";
}

export function session_started(): void {
  localStorage.setItem(kHint, "1");
}

export function session_ended(): void {
  localStorage.removeItem(kHint);
  for (const listener of ended) listener();
}

/** Calls `listener` when the session turns out to be over. Returns the function that stops it. */
export function on_session_ended(listener: () => void): () => void {
  ended.add(listener);
  return () => ended.delete(listener);
}

async function refresh(): Promise<boolean> {
  const response = await fetch("/v1/auth/refresh", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  if (response.ok) return true;
  if (response.status === 401 || response.status === 400) session_ended();
  return false;
}

/** Renews the cookies. Callers that come while it runs share its answer: a refresh token is used once. */
export function refresh_session(): Promise<boolean> {
  refreshing ??= refresh().finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

/** A request with the session's cookies; on 401 they are renewed and the request is sent once more. */
export const session_fetch: Fetch = async (request) => {
  const again = request.clone();
  const response = await fetch(request);
  if (response.status !== 401 || !session_expected() || request.url.includes("/v1/auth/")) return response;
  return (await refresh_session()) ? fetch(again) : response;
};
