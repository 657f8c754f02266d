import { i18n } from "@lingui/core";
import { messages } from "../locales/en.po";

/** Makes English the language of the page. Other catalogues are loaded the same way. */
export function start_i18n(): void {
  i18n.load("en", messages);
  i18n.activate("en");
}
