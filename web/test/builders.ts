import type { Account, Balance, Network, Transaction, Wallet } from "@/api/types";

export const kOwnAddress = "0x52908400098527886E0F7030069857D2E4169EE7";
export const kOtherAddress = "0x8617E340B3D01FA5F11F306F4090FD50E238070D";
export const kHash = "0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b";

export function a_network(over: Partial<Network> = {}): Network {
  return {
    id: "ethereum",
    chain: "eip155:31337",
    name: "Ethereum",
    kind: "evm",
    chain_id: 31337,
    native: { symbol: "ETH", decimals: 18, name: "Ether" },
    head: { number: 1204, hash: kHash, time: "2026-01-01T12:00:00Z" },
    health: "ok",
    confirmations: 1,
    development: true,
    ...over,
  };
}

export function an_account(over: Partial<Account> = {}): Account {
  return {
    id: "account-1",
    wallet_id: "wallet-1",
    network: "ethereum",
    chain: "eip155:31337",
    address: kOwnAddress,
    path: "m/44'/60'/0'/0/0",
    index: 0,
    ...over,
  };
}

export function a_wallet(over: Partial<Wallet> = {}): Wallet {
  return {
    id: "wallet-1",
    label: "Main wallet",
    kind: "hd",
    created_at: "2026-01-01T10:00:00Z",
    accounts: [an_account()],
    exportable: false,
    ...over,
  };
}

export function a_balance(over: Partial<Balance> = {}): Balance {
  return {
    account_id: "account-1",
    network: "ethereum",
    asset: { symbol: "ETH", decimals: 18 },
    amount: "12500000000000000000",
    block: 1204,
    as_of: "2026-01-01T12:00:00Z",
    ...over,
  };
}

export function a_transaction(over: Partial<Transaction> = {}): Transaction {
  return {
    id: "txn-1",
    account_id: "account-1",
    network: "ethereum",
    chain: "eip155:31337",
    from: kOwnAddress,
    to: kOtherAddress,
    amount: "1500000000000000000",
    nonce: 7,
    hash: kHash,
    status: "confirmed",
    attempts: [
      {
        hash: kHash,
        kind: "original",
        max_fee_per_gas: "2000000000",
        max_priority_fee_per_gas: "1000000000",
        sent_at: "2026-01-01T11:58:02Z",
      },
    ],
    block_number: 1203,
    confirmations: 2,
    fee_paid: "31500000000000",
    speed: "normal",
    gas_limit: 21000,
    created_at: "2026-01-01T11:58:00Z",
    updated_at: "2026-01-01T11:58:04Z",
    effects: { transfers: [{ to: kOtherAddress, amount: "1500000000000000000" }], approvals: [] },
    policy: { version: "1", allowed: true, rule: "default" },
    ...over,
  };
}
