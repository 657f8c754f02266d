import type { Account } from "@coffer/sdk";
import { TypedDataEncoder, verifyMessage as verifyWithEthers, verifyTypedData as verifyTypedWithEthers } from "ethers";
import { hashTypedData, recoverMessageAddress, verifyMessage, verifyTypedData, type Address, type Hex } from "viem";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { freshAddress } from "../harness/chain.js";
import { expectError } from "../harness/http.js";
import { newPerson, type Person } from "../harness/people.js";

const { url } = inject("dev");
let person: Person;
let account: Account & { address: Address };
beforeAll(async () => {
  person = await newPerson(url);
  ({ account } = await person.wallet());
});

const sign = (body: object) => person.ask("POST", "/v1/messages:sign", { body: { account_id: account.id, ...body } });
const verify = (body: object) => person.ask("POST", "/v1/messages:verify", { body });

const domain = { name: "Coffer", version: "1", chainId: 31337, verifyingContract: "0x00000000000000000000000000000000DeaDBeef" } as const;
const types = {
  Person: [{ name: "name", type: "string" }, { name: "wallets", type: "address[]" }],
  Mail: [{ name: "from", type: "Person" }, { name: "to", type: "Person[]" }, { name: "amount", type: "uint256" }, { name: "tag", type: "bytes32" }, { name: "urgent", type: "bool" }],
};
const message = {
  from: { name: "Čeněk", wallets: ["0x00000000000000000000000000000000DeaDBeef"] },
  to: [{ name: "B", wallets: [] }, { name: "C", wallets: ["0x00000000000000000000000000000000DeaDBeef"] }],
  amount: (2n ** 255n + 1n).toString(),
  tag: `0x${"ab".repeat(32)}`,
  urgent: true,
};
const EIP712Domain = [{ name: "name", type: "string" }, { name: "version", type: "string" }, { name: "chainId", type: "uint256" }, { name: "verifyingContract", type: "address" }];
const typed_data = { types: { EIP712Domain, ...types }, primaryType: "Mail", domain, message };

describe("text (EIP-191)", () => {
  test.each(["hello", "", "0x1234", "žluťoučký kůň 🐴", "line\nbreak", "x".repeat(5000)])("%j is what viem and ethers verify", async (text) => {
    const { status, body } = await sign({ message: text });
    expect(status).toBe(200);
    expect(body.signature).toMatch(/^0x[0-9a-f]{130}$/);
    expect(await verifyMessage({ address: account.address, message: text, signature: body.signature })).toBe(true);
    expect(verifyWithEthers(text, body.signature)).toBe(account.address);
  });

  test("bytes that are no text are signed and verified as hex", async () => {
    const message_hex = "0xff00c3280080";
    const { status, body } = await sign({ message_hex });
    expect(status, body.error?.message).toBe(200);
    expect(await verifyMessage({ address: account.address, message: { raw: message_hex }, signature: body.signature })).toBe(true);
    expect((await verify({ account_id: account.id, message_hex, signature: body.signature })).body).toEqual({ valid: true });
    expectError(await sign({ message_hex: "0xabc" }), 400, "VALIDATION_ERROR");
    expectError(await sign({ message_hex, message: "both" }), 400, "VALIDATION_ERROR");
  });

  test("verify tells true from false, by account and by address", async () => {
    const { signature } = (await sign({ message: "hello" })).body;
    expect((await verify({ account_id: account.id, message: "hello", signature })).body).toEqual({ valid: true });
    expect((await verify({ address: account.address, message: "hello", signature })).body).toEqual({ valid: true });
    expect((await verify({ address: account.address, message: "hullo", signature })).body).toEqual({ valid: false });
    expect((await verify({ address: freshAddress(), message: "hello", signature })).body).toEqual({ valid: false });
    expect((await verify({ address: account.address, message: "hello", signature: `0x${"00".repeat(65)}` })).body).toEqual({ valid: false });
  });
});

describe("typed data (EIP-712)", () => {
  test("nested structs, arrays and wide integers are what viem and ethers verify", async () => {
    const { status, body } = await sign({ typed_data });
    expect(status, body.error?.message).toBe(200);
    expect(await verifyTypedData({ address: account.address, domain, types, primaryType: "Mail", message, signature: body.signature } as never)).toBe(true);
    expect(verifyTypedWithEthers(domain, types, message, body.signature)).toBe(account.address);
    expect(TypedDataEncoder.hash(domain, types, message)).toBe(hashTypedData({ domain, types, primaryType: "Mail", message } as never));
  });

  test("verify takes it too", async () => {
    const { signature } = (await sign({ typed_data })).body;
    expect((await verify({ account_id: account.id, typed_data, signature })).body).toEqual({ valid: true });
    const other = { ...typed_data, message: { ...message, urgent: false } };
    expect((await verify({ account_id: account.id, typed_data: other, signature })).body).toEqual({ valid: false });
  });

  test.each([
    ["an unknown primary type", { ...typed_data, primaryType: "Parcel" }],
    ["a member that is missing", { ...typed_data, message: { ...message, tag: undefined } }],
    ["a type that is not defined", { ...typed_data, types: { EIP712Domain, Mail: types.Mail } }],
    ["a number out of range", { ...typed_data, message: { ...message, amount: (2n ** 256n).toString() } }],
    ["text", "hello"],
    ["no types", { domain, message, primaryType: "Mail" }],
  ])("refuses %s", async (_, bad) => {
    const answer = await sign({ typed_data: bad });
    expectError(answer, 400, "VALIDATION_ERROR");
    expect(answer.body.error.details.field).toMatch(/^typed_data/);
  });
});

describe("bad requests", () => {
  test("exactly one of message and typed_data", async () => {
    expectError(await sign({}), 400, "VALIDATION_ERROR");
    expectError(await sign({ message: "x", typed_data }), 400, "VALIDATION_ERROR");
  });

  test("an unknown account is not found", async () => {
    expectError(await sign({ account_id: crypto.randomUUID(), message: "x" }), 404, "NOT_FOUND", "account_id");
  });

  test("verify needs a signature and a signer", async () => {
    expectError(await verify({ address: account.address, message: "x" }), 400, "VALIDATION_ERROR", "signature");
    expectError(await verify({ message: "x", signature: `0x${"11".repeat(65)}` }), 400, "VALIDATION_ERROR");
    expectError(await verify({ address: account.address, message: "x", signature: "0x123" }), 400, "VALIDATION_ERROR", "signature");
  });
});

test("a text cannot be passed off as a transaction: the prefix is always there", async () => {
  const { signature } = (await sign({ message: "0x02e0827a69" })).body;
  expect(await recoverMessageAddress({ message: "0x02e0827a69", signature: signature as Hex })).toBe(account.address);
  expect(await recoverMessageAddress({ message: { raw: "0x02e0827a69" }, signature: signature as Hex })).not.toBe(account.address);
});
