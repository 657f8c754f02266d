import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import { ask } from "../harness/http.js";
import { newPerson, type Person } from "../harness/people.js";
import { openFilesLimit, RawConnection, residentMiB, statusesIn } from "../harness/raw.js";
import { OwnServer, until } from "../harness/server.js";

// Connections are used up here: a server of its own, with less patience than usual, but for those that say nothing.
const kPatience = ["--server.header-timeout", "4s", "--server.body-timeout", "4s", "--server.write-timeout", "4s", "--server.idle-timeout", "10m"];
/** Of the server's 10,000; fewer where this process may not open as many. */
const kIdle = Math.min(10_000, openFilesLimit() - 1_000);

let server: OwnServer;
let person: Person;
beforeAll(async () => {
  server = await OwnServer.start();
  person = await newPerson(server.url);
  await server.kill();
  await server.restart(kPatience);
});
afterAll(() => server?.stop());

const open: RawConnection[] = [];
const sockets: WebSocket[] = [];
afterEach(async () => {
  open.splice(0).forEach((connection) => connection.close());
  sockets.splice(0).forEach((socket) => socket.terminate());
  await ask(server.url, "GET", "/health/live");
});

async function connect(count: number): Promise<RawConnection[]> {
  const opened: RawConnection[] = [];
  while (opened.length < count) {
    const batch = Math.min(200, count - opened.length);
    opened.push(...(await Promise.all(Array.from({ length: batch }, () => RawConnection.open(server.url)))));
  }
  open.push(...opened);
  return opened;
}

/** What somebody else needs meanwhile: a new connection, an answer, a write, a sign-in. */
async function othersAreServed(): Promise<void> {
  const connection = await RawConnection.open(server.url);
  await connection.send("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  expect(statusesIn(await connection.rest())).toEqual([200]);
  expect((await person.ask("GET", "/v1/me")).status).toBe(200);
  expect((await person.ask("POST", "/v1/wallets", { body: { label: "Meanwhile", networks: ["ethereum"] } })).status).toBe(201);
  await newPerson(server.url);
}

/** How much memory the server takes more, in MiB, than before `work`. */
async function growth(work: () => Promise<void>): Promise<number> {
  const before = residentMiB(server.pid);
  await work();
  return residentMiB(server.pid) - before;
}

const alive = (connections: RawConnection[]) => connections.filter(({ ended }) => !ended).length;

describe("many connections", () => {
  test(`${kIdle} that say nothing cost little, and nobody else notices`, async () => {
    let idle: RawConnection[] = [];
    const taken = await growth(async () => {
      idle = await connect(kIdle);
      await othersAreServed();
    });
    expect(taken).toBeLessThan(32 + kIdle * (16 / 1024));
    expect(alive(idle), "few made way for the others").toBeGreaterThan(kIdle - 100);
  }, 120_000);

  test("more than there is room for: the oldest silent ones make way", async () => {
    await server.kill();
    await server.restart([...kPatience, "--server.max-connections", "500"]);
    const first = await connect(450);
    const second = await connect(450);
    await othersAreServed();
    await until(() => alive(first) <= 50, 5_000, "the oldest are gone");
    expect(alive(second)).toBeGreaterThan(440);
    await server.kill();
    await server.restart(kPatience);
  }, 60_000);
});

describe("slow clients", () => {
  const kSlow: [string, string, string][] = [
    ["headers", "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nX-Slow: ", "a"],
    ["bodies", "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n", " "],
    ["chunks", "POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n"],
  ];

  test.each(kSlow)("a byte of %s now and then does not hold the server", async (_, begin, drop) => {
    const slow = await connect(500);
    await Promise.all(slow.map((connection) => connection.send(begin)));
    const dripping = setInterval(() => slow.forEach((connection) => void connection.send(drop)), 500);
    await othersAreServed();
    await until(() => alive(slow) === 0, 30_000, "their time is over");
    clearInterval(dripping);
    expect(new Set(slow.map(({ text }) => statusesIn(text).join()))).toEqual(new Set(["408"]));
  });

  test("bodies that are all but complete take no more memory than their limit", async () => {
    const almost = Buffer.alloc((1 << 20) - 1, " ");
    const taken = await growth(async () => {
      const hoarders = await connect(300);
      await Promise.all(
        hoarders.map(async (connection) => {
          await connection.send("POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1048576\r\n\r\n");
          await connection.send(almost);
        }),
      );
      await othersAreServed();
    });
    expect(taken).toBeLessThan(160);
  });

  test("answers that nobody reads are not piled up", async () => {
    const request = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n";
    const taken = await growth(async () => {
      const deaf = await connect(200);
      for (const connection of deaf) connection.socket.pause();
      deaf.forEach((connection) => void connection.send(request.repeat(100)));
      await othersAreServed();
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      for (const connection of deaf) connection.discard();
      await until(() => alive(deaf) === 0, 20_000, "their time is over");
    });
    expect(taken).toBeLessThan(96);
  });
});

describe("WebSockets", () => {
  async function stream(): Promise<WebSocket> {
    const socket = new WebSocket(`${server.url.replace(/^http/, "ws")}/v1/stream?topics=transactions`, {
      headers: { authorization: `Bearer ${person.tokens.access_token}` },
    });
    sockets.push(socket);
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    return socket;
  }
  const closing = (socket: WebSocket) => new Promise<number>((resolve) => socket.once("close", resolve).on("error", () => undefined));

  test("a message that is too large closes the stream, whole or in pieces", async () => {
    const whole = await stream();
    const closed = closing(whole);
    whole.send("a".repeat(64 << 10));
    expect(await closed).toBe(1009);
    const pieces = await stream();
    const ended = closing(pieces);
    for (let i = 0; i < 100; i++) pieces.send("a".repeat(500), { fin: false });
    expect(await ended).toBe(1009);
  });

  test("a frame that announces more than any memory is refused before it comes", async () => {
    const socket = await stream();
    const closed = closing(socket);
    const { _socket: raw } = socket as unknown as { _socket: NodeJS.WritableStream };
    raw.write(Buffer.from([0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4]));
    expect([1002, 1009]).toContain(await closed);
  });

  test("a frame without a mask, with a reserved bit, or of an unknown kind closes the stream", async () => {
    for (const frame of [[0x81, 0x01, 0x61], [0xc1, 0x81, 1, 2, 3, 4, 0x61], [0x8b, 0x80, 1, 2, 3, 4], [0x89, 0xfe, 0x00, 0x7e, 1, 2, 3, 4]]) {
      const socket = await stream();
      const closed = closing(socket);
      (socket as unknown as { _socket: NodeJS.WritableStream })._socket.write(Buffer.from(frame));
      expect(await closed, String(frame)).toBe(1002);
    }
  });

  test("compression is not offered, so that nothing is unpacked", async () => {
    expect((await stream()).extensions).toBe("");
  });

  test("a flood of messages and pings costs no memory, and nobody else notices", async () => {
    const flooding = await Promise.all(Array.from({ length: 20 }, stream));
    const taken = await growth(async () => {
      const floods = flooding.map(async (socket) => {
        for (let i = 0; i < 2_000; i++) {
          socket.ping("p".repeat(100));
          await new Promise((resolve) => socket.send("m".repeat(1_000), resolve));
        }
      });
      await othersAreServed();
      await Promise.all(floods);
    });
    expect(taken).toBeLessThan(32);
  });

  test("one user has so many streams and no more; others have theirs", async () => {
    const refusal = async () => {
      for (let opened = 0; opened < 200; opened++) {
        const failed = await stream().then(() => undefined, (error: Error) => error.message);
        if (failed) return failed;
      }
      return "none was refused";
    };
    expect(await refusal()).toMatch(/429/);
    const other = await newPerson(server.url);
    const socket = new WebSocket(`${server.url.replace(/^http/, "ws")}/v1/stream?topics=transactions`, { headers: { authorization: `Bearer ${other.tokens.access_token}` } });
    sockets.push(socket);
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  });
});
