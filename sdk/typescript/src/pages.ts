import type { Amounts } from "./amounts.js";
import type { RequestOptions, Transport } from "./transport.js";

export interface Page<Item> {
  items: Item[];
  /** Absent at the end. */
  next_page_token?: string;
}

export interface ListOptions {
  /** 1–100; 50 unless said. */
  page_size?: number;
  page_token?: string;
}

/** A list of the server: `for await` reads it to its end, `page()` one page. */
export class Pages<Item> implements AsyncIterable<Amounts<Item>> {
  constructor(
    private readonly transport: Transport,
    private readonly path: string,
    private readonly collection: string,
    private readonly query: NonNullable<RequestOptions["query"]> = {},
  ) {}

  async page(options: ListOptions = {}): Promise<Page<Amounts<Item>>> {
    const reply = await this.transport.call<Record<string, unknown>>("GET", this.path, { query: { ...this.query, ...options } });
    const page: Page<Amounts<Item>> = { items: (reply[this.collection] ?? []) as Amounts<Item>[] };
    if (typeof reply.next_page_token === "string") page.next_page_token = reply.next_page_token;
    return page;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Amounts<Item>, void, undefined> {
    let page_token: string | undefined;
    do {
      const page: Page<Amounts<Item>> = await this.page(page_token === undefined ? {} : { page_token });
      yield* page.items;
      page_token = page.next_page_token;
    } while (page_token !== undefined);
  }

  /** All items, at most `limit`. */
  async all(limit = Infinity): Promise<Amounts<Item>[]> {
    const items: Amounts<Item>[] = [];
    for await (const item of this) {
      if (items.length >= limit) break;
      items.push(item);
    }
    return items;
  }
}
