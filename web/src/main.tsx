import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { start_i18n } from "./app/i18n";
import { make_query_client } from "./app/query_client";
import { make_router } from "./app/router";
import "./app/style.css";
import { apply_theme, stored_theme } from "./app/theme";

apply_theme(stored_theme());
start_i18n();

const client = make_query_client();
const router = make_router(client);
const place = document.getElementById("root");
if (!place) throw new Error("index.html has no #root");

createRoot(place).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </I18nProvider>
  </StrictMode>,
);
