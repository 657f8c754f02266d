import type { Amounts } from "./amounts.js";
import { TransactionEndedError, WaitTimeoutError } from "./errors.js";
import { events } from "./events.js";
import { Pages } from "./pages.js";
import { segment } from "./path.js";
import { pause, type Transport } from "./transport.js";
import type { CreateTransactionRequest, Estimate, Explanation, Receipt, Speed, Transaction, TransactionStatus } from "./types.js";

export interface WriteOptions {
  /** Made up when left out. The same key and request give the same answer, whatever happened in between. */
  idempotency_key?: string;
  signal?: AbortSignal;
}

export interface WaitOptions {
  /** 120 000 unless said. */
  timeout_ms?: number;
  signal?: AbortSignal;
}

type Milestone = "queued" | "signed" | "submitted" | "mined" | "confirmed";
const milestones: readonly string[] = ["queued", "signed", "submitted", "mined", "confirmed"];
const other_ends: readonly string[] = ["failed", "replaced", "cancelled", "expired", "rejected"];
const poll_ms = 1_000;

/** A fresh idempotency key. */
export function newIdempotencyKey(): string {
  return globalThis.crypto.randomUUID();
}

/** Whether the transaction will not change any more. */
export function isFinal(status: TransactionStatus): boolean {
  return status === "confirmed" || other_ends.includes(status);
}

export class Transactions {
  constructor(private readonly transport: Transport) {}

  /** Records the transaction and queues it; with `wait`, answers at that status or after `timeout` with the current one. */
  create(
    request: Amounts<CreateTransactionRequest>,
    options: WriteOptions & { wait?: Milestone; timeout?: string } = {},
  ): Promise<Amounts<Transaction>> {
    return this.transport.call<Transaction>("POST", "/v1/transactions", {
      ...write(options),
      query: { wait: options.wait, timeout: options.timeout },
      body: request,
    });
  }

  /** By id, or by the hash of any attempt. */
  get(id: string): Promise<Amounts<Transaction>> {
    return this.transport.call<Transaction>("GET", `/v1/transactions/${segment(id)}`);
  }

  /** Newest first. */
  list(filter: { account_id?: string; status?: TransactionStatus; page_size?: number } = {}): Pages<Transaction> {
    return new Pages(this.transport, "/v1/transactions", "transactions", filter);
  }

  estimate(request: Amounts<CreateTransactionRequest>): Promise<Amounts<Estimate>> {
    return this.transport.call<Estimate>("POST", "/v1/transactions:estimate", { body: request });
  }

  speedUp(id: string, options: WriteOptions & { speed?: Speed } = {}): Promise<Amounts<Transaction>> {
    return this.#act(id, "speed_up", options);
  }

  /** Starts a cancel. It is a race: wait for the end to know who won. */
  cancel(id: string, options: WriteOptions & { speed?: Speed } = {}): Promise<Amounts<Transaction>> {
    return this.#act(id, "cancel", options);
  }

  /** The node's receipt; refused with NOT_FOUND before the transaction is mined. */
  async receipt(id: string): Promise<Receipt> {
    return (await this.transport.raw("GET", `/v1/transactions/${segment(id)}/receipt`)) as Receipt;
  }

  explain(id: string): Promise<Explanation> {
    return this.transport.call<Explanation>("GET", `/v1/transactions/${segment(id)}/explain`);
  }

  /**
   * The transaction once it has reached the status. A transaction that ends otherwise throws `TransactionEndedError`;
   * waiting for an end such as `cancelled` returns at it. Listens to the stream, and asks now and then besides.
   */
  async waitFor(id: string, status: TransactionStatus, options: WaitOptions = {}): Promise<Amounts<Transaction>> {
    const stop = new AbortController();
    const deadline = Date.now() + (options.timeout_ms ?? 120_000);
    const changed = new Signal();
    void this.#listen(id, stop.signal, changed);
    try {
      for (;;) {
        options.signal?.throwIfAborted();
        const transaction = await this.get(id);
        if (reached(transaction.status, status)) return transaction;
        if (isFinal(transaction.status)) throw new TransactionEndedError(transaction);
        const left = deadline - Date.now();
        if (left <= 0) throw new WaitTimeoutError(transaction);
        await Promise.race([changed.wait(), pause(Math.min(poll_ms, left), stop.signal)]);
      }
    } finally {
      stop.abort();
    }
  }

  async #listen(id: string, signal: AbortSignal, changed: Signal): Promise<void> {
    try {
      for await (const event of events(this.transport, { topics: ["transactions"], signal, on_open: () => changed.raise() })) {
        if ((event.data as { id?: string }).id === id) changed.raise();
      }
    } catch {
      // Without a stream the regular questions of waitFor are enough.
    }
  }

  #act(id: string, verb: string, options: WriteOptions & { speed?: Speed }): Promise<Amounts<Transaction>> {
    return this.transport.call<Transaction>("POST", `/v1/transactions/${segment(id)}:${verb}`, {
      ...write(options),
      body: options.speed === undefined ? {} : { speed: options.speed },
    });
  }
}

/** What every POST that creates or moves something carries. */
export function write(options: WriteOptions): { idempotency_key: string; signal: AbortSignal | undefined } {
  return { idempotency_key: options.idempotency_key ?? newIdempotencyKey(), signal: options.signal };
}

function reached(now: string, wanted: string): boolean {
  if (now === wanted) return true;
  return milestones.includes(wanted) && milestones.indexOf(now) >= milestones.indexOf(wanted);
}

/** Wakes whoever waits. A call before the wait is not lost. */
class Signal {
  #raised = false;
  #wake: (() => void) | undefined;

  raise(): void {
    this.#raised = true;
    this.#wake?.();
  }
  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#raised = false;
        resolve();
      };
      if (this.#raised) this.#wake();
    });
  }
}
