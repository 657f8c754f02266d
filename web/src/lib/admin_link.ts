/**
 * The token of the first administrator's one-time link, `/#admin=…`. It stands in the fragment, which browsers send
 * to no server and put into no referrer.
 */
export function admin_token_of(hash: string): string | undefined {
  return new URLSearchParams(hash.replace(/^#/, "")).get("admin") || undefined;
}
