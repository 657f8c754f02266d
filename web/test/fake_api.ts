import { delay, http, HttpResponse, type RequestHandler } from "msw";
import type { Balance, Network, Transaction, User, Wallet } from "@/api/types";
import { a_balance, a_network, a_transaction, a_wallet, kHash } from "./builders";

/** What the server of a test knows. Handlers read and change it. */
export type World = {
  user: User;
  networks: Network[];
  wallets: Wallet[];
  balances: Balance[];
  transactions: Transaction[];
  /** Every POST that creates or moves something, in order. */
  posts: { path: string; key: string | null; body: Record<string, unknown> }[];
};

export const kUser: User = {
  id: "user-1",
  email: "ada@example.test",
  name: "Ada",
  roles: ["user"],
  email_verified: true,
  created_at: "2026-01-01T09:00:00Z",
};

export const kRequestId = "req-5f0c2a9e";

export function a_world(over: Partial<World> = {}): World {
  return {
    user: kUser,
    networks: [a_network()],
    wallets: [a_wallet()],
    balances: [a_balance()],
    transactions: [a_transaction()],
    posts: [],
    ...over,
  };
}

export function an_empty_world(): World {
  return a_world({ wallets: [], balances: [], transactions: [] });
}

/** An error body as the gateway writes it. */
export function refusal(status: number, code: string, message: string, details: Record<string, unknown> = {}) {
  const error = { code, message, request_id: kRequestId, timestamp: "2026-01-01T12:00:00Z", details };
  return HttpResponse.json({ error }, { status });
}

const kFees = {
  slow: { max_fee_per_gas: "1500000000", max_priority_fee_per_gas: "500000000" },
  normal: { max_fee_per_gas: "2000000000", max_priority_fee_per_gas: "1000000000" },
  fast: { max_fee_per_gas: "3000000000", max_priority_fee_per_gas: "2000000000" },
  base_fee_per_gas: "1000000000",
  block: 1204,
  as_of: "2026-01-01T12:00:00Z",
};

async function posted(world: World, request: Request): Promise<Record<string, unknown>> {
  const body = (await request.json()) as Record<string, unknown>;
  world.posts.push({ path: new URL(request.url).pathname, key: request.headers.get("idempotency-key"), body });
  return body;
}

function identity(world: World): RequestHandler[] {
  const tokens = { access_token: "a", refresh_token: "r", token_type: "Bearer", expires_in: 1800, user: world.user };
  return [
    http.get("*/v1/me", () => HttpResponse.json(world.user)),
    http.post("*/v1/auth/login", () => HttpResponse.json(tokens)),
    http.post("*/v1/auth/verify", () => HttpResponse.json(tokens)),
    http.post("*/v1/auth/logout", () => new HttpResponse(null, { status: 204 })),
    http.post("*/v1/auth/refresh", () => HttpResponse.json(tokens)),
    http.post("*/v1/auth/signup", async ({ request }) => {
      await posted(world, request);
      const verification = { channel: "email", expires_at: "2026-01-01T12:10:00Z" };
      return HttpResponse.json({ user_id: "user-1", verification }, { status: 202 });
    }),
    http.get("*/dev/mailbox", ({ request }) => {
      const to = new URL(request.url).searchParams.get("to");
      return HttpResponse.json({ messages: [{ to, subject: "Code", text: "Code", sent_at: "2026-01-01T12:00:00Z", code: "482913" }] });
    }),
  ];
}

function wallets(world: World): RequestHandler[] {
  return [
    http.get("*/v1/networks", () => HttpResponse.json({ networks: world.networks })),
    http.get("*/v1/networks/:network/fees", () => HttpResponse.json(kFees)),
    http.get("*/v1/wallets", () => HttpResponse.json({ wallets: world.wallets })),
    http.post("*/v1/wallets", async ({ request }) => {
      const body = await posted(world, request);
      const wallet = a_wallet({ label: String(body["label"]), kind: String(body["kind"] ?? "hd") });
      world.wallets = [wallet, ...world.wallets];
      return HttpResponse.json(wallet, { status: 201 });
    }),
    http.get("*/v1/wallets/:id", ({ params }) => {
      const wallet = world.wallets.find(({ id }) => id === params["id"]);
      return wallet ? HttpResponse.json(wallet) : refusal(404, "NOT_FOUND", "No such wallet");
    }),
    http.patch("*/v1/wallets/:id", async ({ request, params }) => {
      const { label } = (await request.json()) as { label: string };
      world.wallets = world.wallets.map((wallet) => (wallet.id === params["id"] ? { ...wallet, label } : wallet));
      return HttpResponse.json(world.wallets.find(({ id }) => id === params["id"]));
    }),
    http.post("*/v1/wallets/:id/accounts", async ({ request }) => {
      await posted(world, request);
      return HttpResponse.json(world.wallets[0]?.accounts[0], { status: 201 });
    }),
    http.get("*/v1/wallets/:id/balances", ({ params }) => {
      const accounts = world.wallets.find(({ id }) => id === params["id"])?.accounts.map(({ id }) => id) ?? [];
      return HttpResponse.json({ balances: world.balances.filter((balance) => accounts.includes(balance.account_id)) });
    }),
    http.post("*/dev/faucet", async ({ request }) => {
      const body = await posted(world, request);
      const amount = "10000000000000000000";
      world.balances = world.wallets.flatMap((wallet) => wallet.accounts.map(({ id }) => a_balance({ account_id: id, amount })));
      return HttpResponse.json({ ...body, amount, balance: amount });
    }),
  ];
}

function created(body: Record<string, unknown>): Transaction {
  return a_transaction({
    id: "txn-new",
    to: String(body["to"]),
    amount: String(body["amount"]),
    status: "queued",
    hash: undefined,
    nonce: undefined,
    attempts: [],
    block_number: undefined,
    confirmations: 0,
    fee_paid: undefined,
  });
}

function page_of(world: World, request: Request) {
  const { searchParams } = new URL(request.url);
  const size = Number(searchParams.get("page_size") ?? 50);
  const start = Number(searchParams.get("page_token") ?? 0);
  const status = searchParams.get("status");
  const account = searchParams.get("account_id");
  const all = world.transactions.filter((txn) => (!status || txn.status === status) && (!account || txn.account_id === account));
  const next_page_token = start + size < all.length ? String(start + size) : undefined;
  return HttpResponse.json({ transactions: all.slice(start, start + size), next_page_token });
}

function transactions(world: World): RequestHandler[] {
  const find = (id: unknown) => world.transactions.find((txn) => txn.id === id || txn.hash === id);
  return [
    http.get("*/v1/transactions", ({ request }) => page_of(world, request)),
    http.post(/\/v1\/transactions:estimate$/, async ({ request }) => {
      const { to, amount, asset } = (await request.json()) as { to: string; amount: string; asset?: string };
      return HttpResponse.json({
        gas_limit: 21000,
        max_fee_per_gas: "2000000000",
        max_priority_fee_per_gas: "1000000000",
        max_cost: "42000000000000",
        will_revert: false,
        effects: { transfers: [{ to, amount, asset }], approvals: [] },
      });
    }),
    http.post("*/v1/transactions", async ({ request }) => {
      const txn = created(await posted(world, request));
      world.transactions = [txn, ...world.transactions];
      return HttpResponse.json(txn, { status: 201 });
    }),
    http.post(/\/v1\/transactions\/[^/:]+:(speed_up|cancel)$/, async ({ request }) => {
      await posted(world, request);
      const id = new URL(request.url).pathname.split("/").at(-1)?.split(":")[0];
      return HttpResponse.json(find(id));
    }),
    http.get("*/v1/transactions/:id/explain", ({ params }) =>
      HttpResponse.json({
        state: find(params["id"])?.status ?? "unknown",
        reason: "A node has it; the next block has not come yet.",
        next_step: "It is asked for again, and its fee is raised if it stays.",
        next_step_at: new Date(Date.now() + 20_000).toISOString(),
      }),
    ),
    http.get("*/v1/transactions/:id/receipt", ({ params }) =>
      find(params["id"])?.block_number === undefined
        ? refusal(404, "NOT_FOUND", "Not mined yet")
        : HttpResponse.json({ status: "0x1", transactionHash: kHash, gasUsed: "0x5208" }),
    ),
    http.get("*/v1/transactions/:id", ({ params }) => {
      const txn = find(params["id"]);
      return txn ? HttpResponse.json(txn) : refusal(404, "NOT_FOUND", "No such transaction");
    }),
  ];
}

/** The public API over a world. */
export function fake_api(world: World): RequestHandler[] {
  return [...identity(world), ...wallets(world), ...transactions(world)];
}

export const kReads = /\/v1\/(wallets|transactions|networks)/;

/** Handlers that stand before the others: every read of data ends like this, while the session itself is good. */
export function every_read(answer: "never" | "error" | "forbidden"): RequestHandler[] {
  return [
    http.get(kReads, async () => {
      if (answer === "never") await delay("infinite");
      if (answer === "forbidden") return refusal(403, "AUTHORIZATION_ERROR", "This needs the role user.");
      return refusal(500, "INTERNAL_ERROR", "Internal error");
    }),
  ];
}
