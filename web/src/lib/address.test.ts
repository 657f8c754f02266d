import { describe, expect, test } from "vitest";
import { address_groups, is_evm_address, look_alike_of, same_address, short_address } from "./address";

const kAddress = "0x52908400098527886E0F7030069857D2E4169EE7";

describe("addresses", () => {
  test("are cut whole into groups of four", () => {
    const groups = address_groups(kAddress);
    expect(groups.join("")).toBe(kAddress);
    expect(groups.slice(1).every((group) => group.length === 4)).toBe(true);
    expect(groups).toHaveLength(11);
  });

  test("that are not hex keep their last, shorter group", () => {
    expect(address_groups("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq").join("")).toHaveLength(42);
  });

  test("have a short form of both ends", () => {
    expect(short_address(kAddress)).toBe("0x5290…9EE7");
  });

  test("compare without regard to case", () => {
    expect(same_address(kAddress, kAddress.toLowerCase())).toBe(true);
  });

  test("need 0x and forty digits", () => {
    expect(is_evm_address(kAddress)).toBe(true);
    expect(is_evm_address(kAddress.slice(2))).toBe(false);
    expect(is_evm_address(`${kAddress}0`)).toBe(false);
  });

  test("with the same ends and another middle are look-alikes", () => {
    const forged = "0x5290aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa9ee7";
    expect(look_alike_of(forged, [kAddress])).toBe(kAddress);
    expect(look_alike_of(kAddress.toLowerCase(), [kAddress])).toBeUndefined();
  });
});
