import type { components } from "./schema";

type Schemas = components["schemas"];

export type Account = Schemas["Account"];
export type Asset = Schemas["Asset"];
export type Attempt = Schemas["Attempt"];
export type Balance = Schemas["Balance"];
export type CreateTransactionRequest = Schemas["CreateTransactionRequest"];
export type CreateWalletRequest = Schemas["CreateWalletRequest"];
export type Effects = Schemas["Effects"];
export type Estimate = Schemas["Estimate"];
export type Explanation = Schemas["Explanation"];
export type Fees = Schemas["Fees"];
export type Network = Schemas["Network"];
export type SignUpReply = Schemas["SignUpReply"];
export type Speed = NonNullable<CreateTransactionRequest["speed"]>;
export type Transaction = Schemas["Transaction"];
export type User = Schemas["User"];
export type Wallet = Schemas["Wallet"];
