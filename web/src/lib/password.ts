const kCommon = ["password", "passwort", "qwerty", "azerty", "letmein", "welcome", "admin", "iloveyou", "coffer", "bitcoin", "ethereum", "abc123", "111111", "123456"];
const kRuns = "abcdefghijklmnopqrstuvwxyz 01234567890 qwertyuiop asdfghjkl zxcvbnm";

export type PasswordStrength = "too_short" | "weak" | "fair" | "strong";

export const kShortestPassword = 8;

/** Characters that add surprise: repeats and keyboard or alphabet runs count once. */
function surprising_characters(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; ++index) {
    const pair = text.slice(index - 1, index + 1);
    const run = index > 0 && (kRuns.includes(pair) || pair[0] === pair[1]);
    count += run ? 0.25 : 1;
  }
  return count;
}

function alphabet_size(password: string): number {
  const classes: [RegExp, number][] = [[/[a-z]/, 26], [/[A-Z]/, 26], [/[0-9]/, 10], [/[^a-zA-Z0-9]/, 33]];
  return classes.reduce((size, [pattern, letters]) => size + (pattern.test(password) ? letters : 0), 0);
}

/**
 * A quick guess at how hard a password is to guess, to advise while typing. `own` are texts an attacker would try
 * first, as the e-mail address. The server's own check decides.
 */
export function password_strength(password: string, own: readonly string[] = []): PasswordStrength {
  if (password.length < kShortestPassword) return "too_short";
  let rest = password.toLowerCase();
  const first_tries = [...kCommon, ...own.flatMap((text) => text.toLowerCase().split(/[^a-z0-9]+/))];
  for (const word of first_tries.filter((text) => text.length > 3)) rest = rest.replaceAll(word, "~");
  const bits = surprising_characters(rest) * Math.log2(Math.max(alphabet_size(password), 2));
  if (bits < 36) return "weak";
  return bits < 60 ? "fair" : "strong";
}
