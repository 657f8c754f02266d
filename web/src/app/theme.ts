export type Theme = "system" | "light" | "dark";

const kKey = "coffer.theme";

export function stored_theme(): Theme {
  const stored = localStorage.getItem(kKey);
  return stored === "light" || stored === "dark" ? stored : "system";
}

/** Fixes the theme, or leaves it to the system. All colours follow `color-scheme` through CSS `light-dark()`. */
export function apply_theme(theme: Theme): void {
  if (theme === "system") {
    localStorage.removeItem(kKey);
    delete document.documentElement.dataset["theme"];
  } else {
    localStorage.setItem(kKey, theme);
    document.documentElement.dataset["theme"] = theme;
  }
}
