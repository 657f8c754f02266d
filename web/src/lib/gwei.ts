import { api_amount, exact_amount } from "./amount";

/** Gas prices are read in gwei (10⁹ wei). Undefined where the price is unknown. */
export function gwei(price_wei: string | undefined): string | undefined {
  const price = api_amount(price_wei);
  return price === undefined ? undefined : exact_amount(price, 9);
}
