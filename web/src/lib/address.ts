/** An address cut in groups of four for reading aloud: "0x1234abcd…" → ["0x", "1234", "abcd", …]. */
export function address_groups(address: string): string[] {
  const prefix = address.startsWith("0x") ? "0x" : "";
  const groups = address.slice(prefix.length).match(/.{1,4}/g) ?? [];
  return prefix === "" ? groups : [prefix, ...groups];
}

/** The short form for lists. It never stands alone: a name and an identicon go with it. */
export function short_address(address: string): string {
  return address.length <= 13 ? address : `${address.slice(0, 6)}…${address.slice(-4)}`;
}

export function is_evm_address(text: string): boolean {
  return /^0x[0-9a-fA-F]{40}$/.test(text);
}

export function same_address(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/**
 * The known address that `address` could be mistaken for: the same first four and last four digits, another middle.
 * That is how address poisoning works.
 */
export function look_alike_of(address: string, known: readonly string[]): string | undefined {
  const ends = (text: string) => {
    const body = text.toLowerCase().replace(/^0x/, "");
    return `${body.slice(0, 4)}…${body.slice(-4)}`;
  };
  return known.find((other) => !same_address(other, address) && ends(other) === ends(address));
}
