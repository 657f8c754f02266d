/** A fresh key for `Idempotency-Key`: 128 random bits in hex. Works on plain http too, where `randomUUID` is absent. */
export function new_idempotency_key(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
