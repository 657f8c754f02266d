import type { Coffer } from "./client.js";
import { CofferError } from "./errors.js";

export interface RequestArguments {
  method: string;
  params?: readonly unknown[] | object;
}

/** EIP-1193: an error that a wallet's user or its policy caused. */
export class ProviderRpcError extends Error {
  override readonly name = "ProviderRpcError";
  constructor(
    readonly code: number,
    message: string,
    readonly data?: unknown,
  ) {
    super(message);
  }
}

type Listener = (...values: never[]) => void;

/** What `window.ethereum` is in a browser: every library that takes an EIP-1193 provider works with it unchanged. */
export interface CofferProvider {
  request(request: RequestArguments): Promise<any>;
  on(event: string, listener: Listener): CofferProvider;
  removeListener(event: string, listener: Listener): CofferProvider;
}

/** EIP-1193 codes of refusals that come from Coffer and not from the node. */
const provider_codes: Record<string, number> = {
  AUTHENTICATION_ERROR: 4100,
  AUTHORIZATION_ERROR: 4100,
  POLICY_DENIED: 4001,
  SERVICE_UNAVAILABLE: 4900,
};

/** An EIP-1193 provider over `/rpc/{network}`: accounts are the caller's, what signs becomes an intent. */
export function cofferProvider(client: Coffer, network: string): CofferProvider {
  let next_id = 1;
  const provider: CofferProvider = {
    async request({ method, params }) {
      const id = next_id++;
      // Asking for permission has no meaning here: who holds the token holds the permission.
      const known = method === "eth_requestAccounts" ? "eth_accounts" : method;
      const reply = await client
        .rpc(network, { jsonrpc: "2.0", id, method: known, params: params ?? [] })
        .catch((error: unknown) => {
          throw error instanceof CofferError ? new ProviderRpcError(provider_codes[error.code] ?? -32603, error.message, error.details) : error;
        });
      const { result, error } = reply as { result?: unknown; error?: { code: number; message: string; data?: unknown } };
      if (error) throw new ProviderRpcError(error.code, error.message, error.data);
      return result ?? null;
    },
    // Account and network are fixed for the life of a provider, so none of the events ever happens.
    on: () => provider,
    removeListener: () => provider,
  };
  return provider;
}
