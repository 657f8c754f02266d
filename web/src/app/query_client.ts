import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/api/error";

/** Reads are repeated once when there was no answer; what the server refused is not asked again. */
function worth_retrying(failures: number, error: Error): boolean {
  return failures < 1 && error instanceof ApiError && error.outcome_unknown && error.status !== 500;
}

export function make_query_client(retry: boolean = true): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: retry ? worth_retrying : false, retryDelay: 800, staleTime: 5_000, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
}
