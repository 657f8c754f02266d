import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, inject, test } from "vitest";
import { ask, expectError } from "../harness/http.js";
import { newPerson } from "../harness/people.js";
import { RawConnection, statusesIn } from "../harness/raw.js";

const { url } = inject("dev");

const open: RawConnection[] = [];
afterEach(() => open.splice(0).forEach((connection) => connection.close()));

/** All that the server says to these bytes until it closes the connection. */
async function answersTo(bytes: string | Uint8Array): Promise<string> {
  const connection = await RawConnection.open(url);
  open.push(connection);
  await connection.send(bytes);
  return connection.rest();
}

/** A second request, for the server that reads the first one shorter than its writer meant. */
const kHidden = "GET /v1/hidden HTTP/1.1\r\nHost: x\r\n\r\n";
const head = (...lines: string[]) => [`POST /v1/auth/login HTTP/1.1`, "Host: x", "Content-Type: application/json", ...lines, "", ""].join("\r\n");

describe("what two servers could read differently is refused, and the connection ends", () => {
  test.each<[string, string, number]>([
    ["a length and chunks", `${head("Content-Length: 5", "Transfer-Encoding: chunked")}0\r\n\r\n${kHidden}`, 400],
    ["chunks and a length", `${head("Transfer-Encoding: chunked", "Content-Length: 5")}0\r\n\r\n${kHidden}`, 400],
    ["two lengths", `${head("Content-Length: 0", `Content-Length: ${kHidden.length}`)}${kHidden}`, 400],
    ["the same length twice", `${head("Content-Length: 2", "Content-Length: 2")}{}${kHidden}`, 400],
    ["a list of lengths", `${head("Content-Length: 2, 2")}{}${kHidden}`, 400],
    ["a length with a sign", `${head("Content-Length: +2")}{}${kHidden}`, 400],
    ["a length in hex", `${head("Content-Length: 0x2")}{}${kHidden}`, 400],
    ["a length beyond 64 bits", `${head("Content-Length: 18446744073709551618")}{}${kHidden}`, 400],
    ["a space before the colon", `${head("Transfer-Encoding : chunked")}0\r\n\r\n${kHidden}`, 400],
    ["a coding in disguise", `${head("Transfer-Encoding: xchunked")}0\r\n\r\n${kHidden}`, 501],
    ["a coding behind a tab", `${head("Transfer-Encoding:\tchunked, identity")}0\r\n\r\n${kHidden}`, 501],
    ["two codings", `${head("Transfer-Encoding: gzip, chunked")}0\r\n\r\n${kHidden}`, 501],
    ["two fields of codings", `${head("Transfer-Encoding: chunked", "Transfer-Encoding: identity")}0\r\n\r\n${kHidden}`, 400],
    ["a folded line", `${head("X-One: a", " Transfer-Encoding: chunked")}0\r\n\r\n${kHidden}`, 400],
    ["a line that ends in LF", `POST /v1/auth/login HTTP/1.1\nHost: x\nContent-Length: 0\n\n${kHidden}`, 400],
    ["one bare LF", `${head("X-One: a\nContent-Length: 0")}${kHidden}`, 400],
    ["one bare CR", `${head("X-One: a\rContent-Length: 0")}${kHidden}`, 400],
    ["a null in a field", `${head("X-One: a\0b", "Content-Length: 0")}${kHidden}`, 400],
    ["two hosts", `GET /v1/networks HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n${kHidden}`, 400],
    ["no host", `GET /v1/networks HTTP/1.1\r\n\r\n${kHidden}`, 400],
    ["a chunk of negative size", `${head("Transfer-Encoding: chunked")}-1\r\n{}\r\n0\r\n\r\n${kHidden}`, 400],
    ["a chunk that is longer than it says", `${head("Transfer-Encoding: chunked")}1\r\n{}\r\n0\r\n\r\n${kHidden}`, 400],
    ["a chunk size beyond 64 bits", `${head("Transfer-Encoding: chunked")}1000000000000000002\r\n{}\r\n0\r\n\r\n${kHidden}`, 400],
    ["a chunk that ends in LF", `${head("Transfer-Encoding: chunked")}2\n{}\n0\n\n${kHidden}`, 400],
    ["an expectation of its own", `${head("Content-Length: 2", "Expect: 200-ok")}{}${kHidden}`, 417],
    ["another version", `GET /v1/networks HTTP/3.7\r\nHost: x\r\n\r\n${kHidden}`, 400],
    ["the preface of HTTP/2", `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${kHidden}`, 400],
  ])("%s", async (_, bytes, status) => {
    const text = await answersTo(bytes);
    expect(statusesIn(text), text).toEqual([status]);
    expect(text).toMatch(/^connection: close\r$/im);
  });
});

describe("what is too large is refused", () => {
  test.each<[string, string, number]>([
    ["a header", head(`X-One: ${"a".repeat(64 << 10)}`), 431],
    ["many header lines", head(...Array.from({ length: 5_000 }, (_, i) => `X-${i}: a`)), 431],
    ["a request line", `GET /v1/networks?${"a".repeat(64 << 10)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
    ["a body, by its announced length", head("Content-Length: 1073741824"), 413],
    ["a body in chunks without an end", head("Transfer-Encoding: chunked") + `10000\r\n${"a".repeat(0x10000)}\r\n`.repeat(32), 413],
    ["a chunk's extension", `${head("Transfer-Encoding: chunked")}1;${"a".repeat(64 << 10)}`, 400],
  ])("%s", async (_, bytes, status) => {
    expect(statusesIn(await answersTo(bytes))).toEqual([status]);
  });

  test("a small body that unpacks to a large one is not unpacked", async () => {
    const person = await newPerson(url);
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(64 << 20, " "), { level: 9 }));
    expect(bomb.length).toBeLessThan(1 << 20);
    for (const coding of ["gzip", "deflate", "br", "zstd", "gzip, gzip"]) {
      const answer = await person.ask("POST", "/v1/wallets", { text: bomb, headers: { "content-encoding": coding } });
      expectError(answer, 415, "UNSUPPORTED_MEDIA_TYPE");
    }
    expect((await ask(url, "GET", "/health/live")).status).toBe(200);
  });
});
