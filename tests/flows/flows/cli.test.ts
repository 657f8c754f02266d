import { execFileSync, spawn } from "node:child_process";
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEther } from "viem";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { freshAddress, sharedChain } from "../harness/chain.js";
import { CommandLine, program } from "../harness/cli.js";
import { fund, newCredentials } from "../harness/people.js";

const dev = inject("dev");
const people: CommandLine[] = [];

function newcomer(): CommandLine {
  const person = new CommandLine(dev.url);
  people.push(person);
  return person;
}

/** Somebody with one wallet that has test ether. */
async function owner(): Promise<CommandLine & { address: string }> {
  const person = newcomer();
  const { email, password } = newCredentials();
  await person.signUp(email, password);
  const { json: wallet } = await person.must(["wallets", "create", "Main", "--network", "ethereum", "--json"]);
  const address: string = wallet.accounts[0].address;
  await fund(dev.url, address);
  return Object.assign(person, { address });
}

afterAll(() => people.forEach(({ home }) => rmSync(home, { recursive: true, force: true })));

describe("coffer quickstart", () => {
  it("ends in a confirmed transaction and its explanation", async () => {
    const person = newcomer();
    const ended = await person.must(["quickstart"]);
    expect(ended.err).toContain("signed up as");
    expect(ended.err).toMatch(/confirmed in block \d+/);
    expect(ended.out).toMatch(/^confirmed: \S/);
  });

  it("answers account, transaction and explanation as JSON, and goes on with who is signed in", async () => {
    const person = newcomer();
    const { json: first } = await person.must(["quickstart", "--json"]);
    const { json: second } = await person.must(["quickstart", "--json"]);
    expect(first.transaction.status).toBe("confirmed");
    expect(first.explanation.state).toBe("confirmed");
    expect(second.account.id).toBe(first.account.id);
    expect(second.transaction.id).not.toBe(first.transaction.id);
  });
});

describe("sessions", () => {
  it("signs up with the code of the mailbox, knows who it is, and keeps tokens for its owner alone", async () => {
    const person = newcomer();
    const { email, password } = newCredentials();
    await person.signUp(email, password);
    const { json } = await person.must(["whoami", "--json"]);
    expect(json).toMatchObject({ url: dev.url, user: { email, roles: ["user"] } });
    expect(statSync(person.credentials).mode & 0o777).toBe(0o600);
    expect(readFileSync(person.credentials, "utf8")).not.toContain(password);
  });

  it("logs out, and says who nobody is with exit code 3", async () => {
    const person = newcomer();
    const { email, password } = newCredentials();
    await person.signUp(email, password);
    await person.must(["logout"]);
    const nobody = await person.run(["whoami", "--json"]);
    expect(nobody.code).toBe(3);
    expect(nobody.json.error).toMatchObject({ code: "AUTHENTICATION_ERROR" });
    expect(nobody.json.error.message).toContain("coffer login");
    await person.must(["login", "--email", email], `${password}\n`);
    expect((await person.must(["whoami"])).out).toContain(email);
  });

  it("takes the password from a file or the environment, and refuses a wrong one with exit code 3", async () => {
    const person = newcomer();
    const { email, password } = newCredentials();
    await person.signUp(email, password);
    const file = join(person.home, "password");
    writeFileSync(file, `${password}\n`, { mode: 0o600 });
    await person.must(["login", "--email", email, "--password-file", file]);
    expect((await person.run(["login"], "", { COFFER_EMAIL: email, COFFER_PASSWORD: password })).code).toBe(0);
    expect((await person.run(["login", "--email", email], "not the password\n")).code).toBe(3);
  });

  it("exchanges an access token that has run out, also when several commands find it so at once", async () => {
    const person = newcomer();
    const { email, password } = newCredentials();
    await person.signUp(email, password);
    const kept = JSON.parse(readFileSync(person.credentials, "utf8"));
    const before = kept.servers[dev.url];
    kept.servers[dev.url] = { ...before, expires_at: "2026-01-01T00:00:00Z" };
    writeFileSync(person.credentials, JSON.stringify(kept), { mode: 0o600 });
    const ended = await Promise.all([1, 2, 3, 4].map(() => person.run(["whoami"])));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    const after = JSON.parse(readFileSync(person.credentials, "utf8")).servers[dev.url];
    expect(after.refresh_token).not.toBe(before.refresh_token);
  });

  it("refuses credentials that others may read, saying what mends it", async () => {
    const person = newcomer();
    const { email, password } = newCredentials();
    await person.signUp(email, password);
    chmodSync(person.credentials, 0o644);
    const refused = await person.run(["whoami"]);
    expect(refused.code).toBe(4);
    expect(refused.err).toContain(`chmod 600 ${person.credentials}`);
  });
});

describe("wallets and accounts", () => {
  let person: CommandLine & { address: string };
  beforeAll(async () => {
    person = await owner();
  });

  it("imports a mnemonic from standard input, which nothing shows", async () => {
    const mnemonic = "test test test test test test test test test test test junk";
    const other = newcomer();
    const { email, password } = newCredentials();
    await other.signUp(email, password);
    const ended = await other.must(["wallets", "import", "Old", "--network", "ethereum", "--json"], `${mnemonic}\n`);
    expect(ended.json.accounts[0].address).toBe("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    expect(ended.out + ended.err).not.toContain("junk");
  });

  it("watches an address, adds an account, and shows a wallet by its label", async () => {
    await person.must(["wallets", "watch", "Cold", "--network", "ethereum", "--address", freshAddress()]);
    await person.must(["accounts", "create", "Main", "--network", "ethereum"]);
    const { json: wallet } = await person.must(["wallets", "show", "Main", "--json"]);
    expect(wallet.accounts.map((account: { path: string }) => account.path)).toEqual(["m/44'/60'/0'/0/0", "m/44'/60'/0'/0/1"]);
    const { json } = await person.must(["accounts", "--json"]);
    expect(json.accounts).toHaveLength(3);
    expect((await person.run(["wallets", "show", "Nothing"])).code).toBe(5);
  });

  it("shows balances in whole units, and in smallest ones as JSON", async () => {
    const { out } = await person.must(["balances", "Main", "--fresh"]);
    expect(out).toContain("10 ETH");
    const { json } = await person.must(["balances", "Main", "--fresh", "--json"]);
    expect(json.balances.find(({ address }: { address: string }) => address === person.address).amount).toBe(parseEther("10").toString());
  });
});

describe("coffer send", () => {
  let person: CommandLine & { address: string };
  beforeAll(async () => {
    person = await owner();
  });

  it("moves exactly the amount and waits until it is confirmed; why explains it", async () => {
    const to = freshAddress();
    const { json } = await person.must(["send", "0.25", to, "--yes", "--note", "rent", "--json"]);
    expect(json).toMatchObject({ status: "confirmed", note: "rent" });
    expect(await sharedChain().reader.getBalance({ address: to })).toBe(parseEther("0.25"));
    const why = await person.must(["why", json.hash, "--json"]);
    expect(why.json).toMatchObject({ explanation: { state: "confirmed" }, transaction: { id: json.id } });
    const { json: list } = await person.must(["transactions", "--json"]);
    expect(list.transactions[0].id).toBe(json.id);
    expect((await person.must(["transactions", json.id])).out).toContain("0.25 ETH");
    expect((await person.must(["watch", json.id, "--json"])).out).toContain('"confirmed"');
  });

  it("sends once for one key, however often it is run", async () => {
    const to = freshAddress();
    const words = ["send", "0.01", to, "--yes", "--json", "--idempotency-key", crypto.randomUUID()];
    const [first, second] = [await person.must(words), await person.must(words)];
    expect(second.json.id).toBe(first.json.id);
    expect(await sharedChain().reader.getBalance({ address: to })).toBe(parseEther("0.01"));
  });

  it("sends nothing without a yes where nobody can be asked", async () => {
    const refused = await person.run(["send", "0.01", freshAddress()]);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("Costs at most");
    expect(refused.err).toContain("--yes");
  });

  it.each([
    ["an amount that cannot be exact", ["0.0000000000000000001", freshAddress()], 2],
    ["an amount that is no number", ["ten", freshAddress()], 2],
    ["a receiver that is no address", ["1", "somebody"], 2],
    ["more than there is", ["1000", freshAddress()], 7],
    ["an account that is not there", ["1", freshAddress(), "--from", "Nothing"], 5],
  ])("refuses %s", async (_, words, code) => {
    const refused = await person.run(["send", ...words, "--yes", "--json"]);
    expect(refused.code, refused.out).toBe(code);
    expect(refused.json.error.message).toMatch(/\S/);
  });

  it("answers at once without waiting, and cancel after the end is a conflict", async () => {
    const { json } = await person.must(["send", "0.01", freshAddress(), "--yes", "--no-wait", "--json"]);
    await person.must(["watch", json.id]);
    expect((await person.run(["cancel", json.id, "--yes", "--json"])).code).toBe(6);
    expect((await person.run(["speed-up", json.id, "--yes", "--json"])).code).toBe(6);
  });
});

describe("coffer watch", () => {
  it("writes one event a line, and says at Ctrl-C where to go on", async () => {
    const person = await owner();
    const child = spawn(program, ["watch", "--json"], { env: person.environment() });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
    await expect.poll(() => out, { timeout: 20_000 }).toContain("head");
    const { json } = await person.must(["send", "0.01", freshAddress(), "--yes", "--json"]);
    await expect.poll(() => out, { timeout: 20_000 }).toContain(`${json.id}`);
    child.kill("SIGINT");
    expect(await closed).toBe(130);
    for (const line of out.trim().split("\n")) expect(JSON.parse(line)).toHaveProperty("cursor");
    expect(err).toContain("coffer watch --cursor");
  });
});

describe("coffer doctor", () => {
  it("finds nothing bad on a healthy server and its data", async () => {
    const person = await owner();
    // It looks into the directory of a server that is one process; of several it asks the one that answers.
    const alone = dev.processes.length === 1;
    const { json } = await person.must(["doctor", ...(alone ? ["--data", dev.data] : []), "--json"]);
    expect(json.ok).toBe(true);
    const names = json.checks.map(({ name }: { name: string }) => name);
    for (const name of ["server", "clock", "network ethereum"]) expect(names).toContain(name);
    if (alone) for (const name of ["data directory", "keys", "disk", "server process", "migrations"]) expect(names).toContain(name);
  });

  it("says that no server answers, with a line that mends it, and ends with 12", async () => {
    const person = new CommandLine("http://127.0.0.1:9");
    people.push(person);
    const ended = await person.run(["doctor", "--json"]);
    expect(ended.code).toBe(12);
    expect(ended.json.checks[0]).toMatchObject({ name: "server", status: "bad", fix: expect.stringContaining("./dev up") });
  });

  it("is the only one that goes on without a server: others end with 9", async () => {
    const person = new CommandLine("http://127.0.0.1:9");
    people.push(person);
    expect((await person.run(["quickstart"])).code).toBe(9);
  });
});

describe("coffer completions", () => {
  it("complete commands and options in bash", async () => {
    const person = newcomer();
    const { out: script } = await person.must(["completions", "bash"]);
    const complete = (line: string) => {
      const words = line.split(" ");
      const list = words.map((word) => `'${word}'`).join(" ");
      const text = `${script}\nCOMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _coffer; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return execFileSync("bash", ["-c", text], { encoding: "utf8" }).trim().split("\n");
    };
    expect(complete("coffer wall")).toEqual(["wallets"]);
    expect(complete("coffer wallets im")).toEqual(["import"]);
    expect(complete("coffer send 1 --no")).toEqual(expect.arrayContaining(["--note", "--no-wait"]));
    expect(complete("coffer ser")).toEqual(["serve"]);
  });
});

describe("coffer config", () => {
  it("names the nearest setting for one that is not there, and ends with 2", async () => {
    const person = newcomer();
    const ended = await person.run(["serve", "--prot", "3001"]);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain("is server.port meant?");
    expect((await person.run(["serve"], "", { COFFER_SERVER_PROT: "3001" })).code).toBe(2);
  });

  it("checks what serve would take and shows where each value comes from, but no secret", async () => {
    const person = newcomer();
    const file = join(person.home, "coffer.toml");
    writeFileSync(file, '[server]\nport = 3100\n[signer]\npassphrase = "correct horse battery"\n', { mode: 0o600 });
    const { json, out } = await person.must(["config", "check", "--config", file, "--address", "127.0.0.2", "--json"]);
    const value = (key: string) => json.settings.find((setting: { key: string }) => setting.key === key);
    expect(json.ok).toBe(true);
    expect(value("server.port")).toMatchObject({ value: "3100", origin: "file" });
    expect(value("server.address")).toMatchObject({ value: "127.0.0.2", origin: "flag" });
    expect(value("signer.passphrase")).toMatchObject({ value: "(set)" });
    expect(out).not.toContain("horse");
  });
});
