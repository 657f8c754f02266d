import { defineConfig } from "@lingui/conf";
import { formatter } from "@lingui/format-po";

/** English is the source; `pseudo` is made from it and shows every string that forgot to be translatable. */
export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "pseudo"],
  pseudoLocale: "pseudo",
  orderBy: "message",
  format: formatter({ origins: false, lineNumbers: false }),
  catalogs: [{ path: "<rootDir>/src/locales/{locale}", include: ["src"] }],
});
