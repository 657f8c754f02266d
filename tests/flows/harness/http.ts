import { expect } from "vitest";

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The decoded body; undefined where it is not JSON. */
  body: any;
}

export interface Asked {
  token?: string | undefined;
  body?: unknown;
  /** Sent as it stands instead of `body`. */
  text?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  /** Hand out 429 instead of waiting as the server asks. */
  impatient?: boolean;
}

/** One HTTP request, with no cleverness but patience with rate limits, which most tests are not about. */
export async function ask(url: string, method: string, path: string, asked: Asked = {}): Promise<Answer> {
  const headers: Record<string, string> = { ...asked.headers };
  if (asked.token !== undefined) headers.authorization ??= `Bearer ${asked.token}`;
  const body = asked.text ?? (asked.body === undefined ? undefined : JSON.stringify(asked.body));
  if (body !== undefined) headers["content-type"] ??= "application/json";
  for (let attempt = 0; ; attempt++) {
    const response = await fetch(url + path, { method, headers, redirect: "manual", ...(body !== undefined && { body }) });
    const text = await response.text();
    if (response.status === 429 && !asked.impatient && attempt < 30) {
      await new Promise((resolve) => setTimeout(resolve, Number(response.headers.get("retry-after") ?? 1) * 1000));
      continue;
    }
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Holds an answer against the one error body of the API. */
export function expectError(answer: Answer, status: number, code: string, field?: string): void {
  const { error } = answer.body ?? {};
  expect({ status: answer.status, code: error?.code, ...(field !== undefined && { field: error?.details?.field }) }, answer.text).toEqual({
    status,
    code,
    ...(field !== undefined && { field }),
  });
  expect(error.message, "a sentence for people").toMatch(/\S/);
  expect(error.request_id).toBe(answer.headers.get("x-request-id"));
  expect(Math.abs(Date.parse(error.timestamp) - Date.now())).toBeLessThan(60_000);
}
