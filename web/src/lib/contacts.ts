import type { Transaction } from "@/api/types";
import { same_address } from "./address";
import { api_amount } from "./amount";
import type { NamedAccount } from "./holdings";

export type Contact = { address: string; name: string | undefined };

/**
 * Addresses this person has dealt with by their own doing: their accounts and whom they sent something to. Senders of
 * incoming transfers and receivers of nothing are left out: that is how poison gets into a list.
 */
export function contacts_of(accounts: readonly NamedAccount[], past: readonly Transaction[]): Contact[] {
  const contacts: Contact[] = [];
  const add = (address: string, name: string | undefined) => {
    if (!contacts.some((contact) => same_address(contact.address, address))) contacts.push({ address, name });
  };
  for (const { account, name } of accounts) add(account.address, name);
  for (const { to, amount, status } of past) {
    if (to && (api_amount(amount) ?? 0n) > 0n && status === "confirmed") add(to, undefined);
  }
  return contacts;
}
