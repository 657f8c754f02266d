import { randomBytes } from "node:crypto";
import { Coffer, MemoryTokenStore, type Account, type Tokens, type Wallet } from "@coffer/sdk";
import { parseEther, type Address } from "viem";
import { ask, type Answer, type Asked } from "./http.js";
import type { DevJson } from "./server.js";

export interface Credentials {
  email: string;
  password: string;
}

/** Somebody who is signed in. */
export class Person {
  readonly sdk: Coffer;

  constructor(
    readonly url: string,
    readonly credentials: Credentials,
    readonly tokens: Tokens,
  ) {
    const { access_token, refresh_token, expires_in } = tokens;
    this.sdk = new Coffer({
      url,
      retries: 10,
      tokens: new MemoryTokenStore({ access_token, refresh_token, expires_at: Date.now() + expires_in * 1000 }),
    });
  }

  get id(): string {
    return this.tokens.user.id;
  }

  ask(method: string, path: string, asked: Asked = {}): Promise<Answer> {
    return ask(this.url, method, path, { token: this.tokens.access_token, ...asked });
  }

  /** A wallet with an account on the development chain. */
  async wallet(label = "Main"): Promise<Wallet & { account: Account & { address: Address } }> {
    const wallet = await this.sdk.wallets.create({ label, networks: ["ethereum"] });
    return { ...wallet, account: wallet.accounts[0]! as Account & { address: Address } };
  }

  /** An account that has test ether. */
  async fundedAccount(ether = "10"): Promise<Account & { address: Address }> {
    const { account } = await this.wallet();
    await fund(this.url, account.address, parseEther(ether));
    return account;
  }
}

export function newCredentials(): Credentials {
  return { email: `p-${randomBytes(8).toString("hex")}@example.org`, password: `${randomBytes(12).toString("base64url")}-Aa1!` };
}

export async function signUp(url: string, credentials: Credentials, more: object = {}): Promise<Answer> {
  return ask(url, "POST", "/v1/auth/signup", { body: { ...credentials, ...more } });
}

/** The newest code that was mailed to an address. */
export async function mailedCode(url: string, email: string): Promise<string> {
  const { body } = await ask(url, "GET", `/dev/mailbox?to=${encodeURIComponent(email)}`);
  const code = body?.messages?.find((message: { code?: string }) => message.code)?.code;
  if (!code) throw new Error(`no code was mailed to ${email}`);
  return code as string;
}

/** Signs up somebody new and verifies the address. */
export async function newPerson(url: string, more: object = {}): Promise<Person> {
  const credentials = { ...newCredentials(), ...("password" in more && { password: more.password as string }) };
  const begun = await signUp(url, credentials, more);
  if (begun.status !== 202) throw new Error(`sign-up answered ${begun.status}: ${begun.text}`);
  const verified = await ask(url, "POST", "/v1/auth/verify", {
    body: { email: credentials.email, code: await mailedCode(url, credentials.email) },
  });
  if (verified.status !== 200) throw new Error(`verify answered ${verified.status}: ${verified.text}`);
  return new Person(url, credentials, verified.body as Tokens);
}

export async function login(url: string, credentials: Credentials): Promise<Person> {
  const answer = await ask(url, "POST", "/v1/auth/login", { body: credentials });
  if (answer.status !== 200) throw new Error(`login answered ${answer.status}: ${answer.text}`);
  return new Person(url, credentials, answer.body as Tokens);
}

/** Uses the link of the first administrator. */
export async function becomeAdmin(dev: DevJson): Promise<Credentials> {
  if (!dev.admin_link) throw new Error("the server gave no link for the first administrator");
  const admin_token = new URLSearchParams(new URL(dev.admin_link).hash.slice(1)).get("admin");
  return (await newPerson(dev.url, { admin_token })).credentials;
}

/** Somebody with exactly these roles. */
export async function personWithRoles(url: string, admin: Credentials, roles: string[]): Promise<Person> {
  const person = await newPerson(url);
  const boss = await login(url, admin);
  const answer = await boss.ask("PUT", `/v1/users/${person.id}/roles`, { body: { roles } });
  if (answer.status !== 200) throw new Error(`setting roles answered ${answer.status}: ${answer.text}`);
  // A change of roles ends the sessions that had the old ones.
  return login(url, person.credentials);
}

/** Adds test ether; on chain when it returns. */
export async function fund(url: string, address: string, amount = parseEther("10")): Promise<void> {
  const answer = await ask(url, "POST", "/dev/faucet", { body: { address, network: "ethereum", amount: amount.toString() } });
  if (answer.status !== 200) throw new Error(`the faucet answered ${answer.status}: ${answer.text}`);
}
