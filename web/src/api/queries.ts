import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, value_of } from "./client";
import { ApiError } from "./error";
import type { Balance, CreateTransactionRequest, Wallet } from "./types";

const kPage = 50;
/** Most pages that a list needed whole is read for: 20 × 100 wallets or balances. */
const kMaxPages = 20;

type Page<T> = { items: T[]; next: string | undefined };

async function all_pages<T>(read: (token: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let token: string | undefined;
  for (let page = 0; page < kMaxPages; ++page) {
    const { items: more, next } = await read(token);
    items.push(...more);
    if (!next) break;
    token = next;
  }
  return items;
}

export const me = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => value_of(api.GET("/v1/me", { signal })),
  staleTime: 5 * 60_000,
});

export const networks = queryOptions({
  queryKey: ["networks"],
  queryFn: async ({ signal }) => (await value_of(api.GET("/v1/networks", { signal }))).networks,
  staleTime: 15_000,
});

export const wallets = queryOptions({
  queryKey: ["wallets"],
  queryFn: ({ signal }) =>
    all_pages<Wallet>(async (page_token) => {
      const query = { page_size: 100, page_token };
      const page = await value_of(api.GET("/v1/wallets", { params: { query }, signal }));
      return { items: page.wallets, next: page.next_page_token };
    }),
});

export const wallet = (wallet_id: string) =>
  queryOptions({
    queryKey: ["wallets", wallet_id],
    queryFn: ({ signal }) => value_of(api.GET("/v1/wallets/{wallet_id}", { params: { path: { wallet_id } }, signal })),
  });

export const balances = (wallet_id: string) =>
  queryOptions({
    queryKey: ["balances", wallet_id],
    queryFn: ({ signal }) =>
      all_pages<Balance>(async (page_token) => {
        const params = { path: { wallet_id }, query: { page_size: 100, page_token } };
        const page = await value_of(api.GET("/v1/wallets/{wallet_id}/balances", { params, signal }));
        return { items: page.balances, next: page.next_page_token };
      }),
    refetchInterval: 30_000,
  });

export const fees = (network: string) =>
  queryOptions({
    queryKey: ["fees", network],
    queryFn: ({ signal }) =>
      value_of(api.GET("/v1/networks/{network}/fees", { params: { path: { network } }, signal })),
    staleTime: 10_000,
  });

export type TransactionFilter = { account_id?: string; status?: string };

export const transactions = (filter: TransactionFilter) =>
  infiniteQueryOptions({
    queryKey: ["transactions", "list", filter],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filter, page_size: kPage, page_token: pageParam || undefined };
      return value_of(api.GET("/v1/transactions", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next_page_token || undefined,
  });

export const latest_transactions = (count: number) =>
  queryOptions({
    queryKey: ["transactions", "latest", count],
    queryFn: async ({ signal }) => {
      const query = { page_size: count };
      return (await value_of(api.GET("/v1/transactions", { params: { query }, signal }))).transactions;
    },
  });

export const transaction = (transaction_id: string) =>
  queryOptions({
    queryKey: ["transactions", "one", transaction_id],
    queryFn: ({ signal }) =>
      value_of(api.GET("/v1/transactions/{transaction_id}", { params: { path: { transaction_id } }, signal })),
  });

/** Refetched with the status: an explanation is true of one state only. */
export const explanation = (transaction_id: string, status: string) =>
  queryOptions({
    queryKey: ["transactions", "explain", transaction_id, status],
    queryFn: ({ signal }) =>
      value_of(api.GET("/v1/transactions/{transaction_id}/explain", { params: { path: { transaction_id } }, signal })),
  });

/** The receipt as the chain gave it, or null before there is one. */
export const receipt = (transaction_id: string) =>
  queryOptions({
    queryKey: ["transactions", "receipt", transaction_id],
    queryFn: async ({ signal }): Promise<unknown> => {
      const response = await fetch(`/v1/transactions/${encodeURIComponent(transaction_id)}/receipt`, { signal });
      if (response.status === 404) return null;
      const body: unknown = await response.json().catch(() => undefined);
      if (!response.ok) throw ApiError.from(response, body);
      return body;
    },
  });

export const estimate = (request: CreateTransactionRequest) =>
  queryOptions({
    queryKey: ["estimate", request],
    queryFn: ({ signal }) => value_of(api.POST("/v1/transactions:estimate", { body: request, signal })),
    staleTime: 15_000,
    gcTime: 60_000,
  });
