import {
  AbstractSigner,
  BrowserProvider,
  getAddress,
  hexlify,
  resolveAddress,
  resolveProperties,
  TypedDataEncoder,
  type Provider,
  type TransactionRequest,
  type TransactionResponse,
  type TypedDataDomain,
  type TypedDataField,
} from "ethers";
import type { Amounts } from "./amounts.js";
import type { Coffer } from "./client.js";
import { cofferProvider } from "./eip1193.js";
import { pause } from "./transport.js";
import type { Account, CreateTransactionRequest, Hex, TypedData } from "./types.js";

export { cofferProvider } from "./eip1193.js";

type SigningAccount = Pick<Account, "id" | "network" | "address">;

/**
 * An ethers v6 signer whose key lies in Coffer.
 *
 * A send becomes a transaction of Coffer: it takes the nonce, raises fees when it is stuck, and a repeated request is not a
 * second transaction. Where ethers fills in nonce and fees, Coffer's own are used unless the request names fees itself.
 */
export class CofferSigner extends AbstractSigner<Provider> {
  readonly #client: Coffer;
  readonly #account: SigningAccount;

  constructor(client: Coffer, account: SigningAccount, provider?: Provider) {
    super(provider ?? new BrowserProvider(cofferProvider(client, account.network)));
    this.#client = client;
    this.#account = account;
  }

  override async getAddress(): Promise<string> {
    return getAddress(this.#account.address);
  }

  override connect(provider: null | Provider): CofferSigner {
    return new CofferSigner(this.#client, this.#account, provider ?? undefined);
  }

  override async signMessage(message: string | Uint8Array): Promise<string> {
    if (typeof message === "string") return (await this.#client.messages.sign({ account_id: this.#account.id, message })).signature;
    return (await this.#client.messages.sign({ account_id: this.#account.id, message_hex: hexlify(message) })).signature;
  }

  override async signTypedData(
    domain: TypedDataDomain,
    types: Record<string, TypedDataField[]>,
    value: Record<string, unknown>,
  ): Promise<string> {
    const names = async (name: string) => (await this.provider.resolveName(name)) ?? name;
    const populated = await TypedDataEncoder.resolveNames(domain, types, value, names);
    const typed_data = TypedDataEncoder.getPayload(populated.domain, types, populated.value) as TypedData;
    return (await this.#client.messages.sign({ account_id: this.#account.id, typed_data })).signature;
  }

  override async signTransaction(transaction: TransactionRequest): Promise<string> {
    const request = { ...rpcRequest(await this.#resolve(transaction)), from: this.#account.address };
    const reply = (await this.#rpc("eth_signTransaction", [request])) as Hex | { raw: Hex };
    return typeof reply === "string" ? reply : reply.raw;
  }

  override async sendTransaction(transaction: TransactionRequest): Promise<TransactionResponse> {
    const request = intentOf(this.#account.id, await this.#resolve(transaction));
    const { id } = await this.#client.transactions.create(request, { wait: "submitted" });
    const sent = await this.#client.transactions.waitFor(id, "submitted");
    for (let attempt = 0; attempt < 100; attempt++) {
      const response = sent.hash === undefined ? null : await this.provider.getTransaction(sent.hash);
      if (response) return response.replaceableTransaction(await this.provider.getBlockNumber());
      await pause(100);
    }
    throw new Error(`the node does not show transaction ${id} (${sent.hash})`);
  }

  async #rpc(method: string, params: unknown[]): Promise<unknown> {
    return cofferProvider(this.#client, this.#account.network).request({ method, params });
  }

  async #resolve(transaction: TransactionRequest): Promise<Resolved> {
    const { from, to, ...rest } = (await resolveProperties(transaction)) as TransactionRequest;
    if (from && getAddress(from as string) !== getAddress(this.#account.address)) {
      throw new Error(`this signer is ${this.#account.address}, not ${String(from)}`);
    }
    return { ...rest, ...(to && { to: await resolveAddress(to, this.provider) }) } as Resolved;
  }
}

type Numeric = bigint | number | string | null;
interface Resolved {
  to?: string;
  value?: Numeric;
  data?: string | null;
  gasLimit?: Numeric;
  maxFeePerGas?: Numeric;
  maxPriorityFeePerGas?: Numeric;
  gasPrice?: Numeric;
  chainId?: Numeric;
}

function intentOf(account_id: string, { to, value, data, ...rest }: Resolved): Amounts<CreateTransactionRequest> {
  const cap = rest.maxFeePerGas ?? rest.gasPrice;
  return {
    account_id,
    amount: BigInt(value ?? 0),
    ...(to !== undefined && { to }),
    ...(data && data !== "0x" && { data }),
    ...(rest.gasLimit != null && { gas_limit: Number(rest.gasLimit) }),
    ...(cap != null && { max_fee_per_gas: BigInt(cap) }),
    ...(rest.maxPriorityFeePerGas != null && { max_priority_fee_per_gas: BigInt(rest.maxPriorityFeePerGas) }),
  };
}

function rpcRequest({ to, value, data, ...rest }: Resolved): Record<string, string> {
  const quantities = { value, gas: rest.gasLimit, maxFeePerGas: rest.maxFeePerGas, maxPriorityFeePerGas: rest.maxPriorityFeePerGas, gasPrice: rest.gasPrice, chainId: rest.chainId };
  const request: Record<string, string> = {};
  if (to !== undefined) request.to = to;
  if (data) request.data = data;
  for (const [name, quantity] of Object.entries(quantities)) {
    if (quantity != null) request[name] = `0x${BigInt(quantity).toString(16)}`;
  }
  return request;
}
