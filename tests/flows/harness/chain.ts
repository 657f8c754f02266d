import { createPublicClient, createTestClient, createWalletClient, defineChain, http, type Address, type Hex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { inject } from "vitest";
import type { DevJson } from "./server.js";

export const stranger: Address = "0x00000000000000000000000000000000DeaDBeef";

/** An address that nobody has used. */
export function freshAddress(): Address {
  const digits = [...crypto.getRandomValues(new Uint8Array(20))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `0x${digits}`;
}

export function devChain(dev: DevJson) {
  return defineChain({
    id: dev.networks.ethereum.chain_id,
    name: "Development",
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [dev.networks.ethereum.rpc] } },
  });
}

/** The node itself, asked beside the server: what the chain says is the truth. */
export function chainOf(dev: DevJson) {
  const chain = devChain(dev);
  const transport = http(dev.networks.ethereum.rpc, { retryCount: 5 });
  const reader = createPublicClient({ chain, transport, pollingInterval: 100, cacheTime: 0 });
  const control = createTestClient({ chain, transport, mode: "anvil" });
  return {
    chain,
    reader,
    control,
    /** No block from now on, until `resume`. */
    pause: () => control.setIntervalMining({ interval: 0 }),
    resume: () => control.setIntervalMining({ interval: 1 }),
    /** All transactions of a sender in mined blocks, by nonce. */
    async sentBy(sender: Address): Promise<Map<number, Hex>> {
      const sent = new Map<number, Hex>();
      const head = await reader.getBlockNumber();
      for (let number = 0n; number <= head; number++) {
        const block = await reader.getBlock({ blockNumber: number, includeTransactions: true });
        for (const txn of block.transactions) if (txn.from.toLowerCase() === sender.toLowerCase()) sent.set(txn.nonce, txn.hash);
      }
      return sent;
    },
    /** Deploys with one of the node's own rich accounts. */
    async deploy(bytecode: Hex): Promise<Address> {
      const account = mnemonicToAccount("test test test test test test test test test test test junk", { addressIndex: 9 });
      await control.setBalance({ address: account.address, value: 10n ** 24n });
      const hash = await createWalletClient({ account, chain, transport }).sendTransaction({ data: bytecode });
      return (await reader.waitForTransactionReceipt({ hash })).contractAddress!;
    },
  };
}

/** The chain of the server that most files share. */
export const sharedChain = () => chainOf(inject("dev"));
