import { expect, test } from "vitest";
import { password_strength } from "./password";

test.each([
  ["short1!", "too_short"],
  ["aaaaaaaaaaaaaaaa", "weak"],
  ["abcdefghijklmnop", "weak"],
  ["Password123", "weak"],
  ["123456123456", "weak"],
  ["tangerine-loom", "strong"],
  ["kT9#vQ2x", "fair"],
  ["violet anchor spoon harvest", "strong"],
])("%j is %s", (password, strength) => {
  expect(password_strength(password)).toBe(strength);
});

test("one's own e-mail address makes a weak password", () => {
  expect(password_strength("josephine.baker1", ["josephine.baker@mail.test"])).toBe("weak");
});
