import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { RequestHandler } from "msw";
import { session_started } from "@/api/session";
import { start_i18n } from "@/app/i18n";
import { make_query_client } from "@/app/query_client";
import { make_router } from "@/app/router";
import { server } from "./setup";

type Options = { signed_in?: boolean; keep_language?: boolean };

/** The whole app at `path`, over an API that answers as `handlers` say. */
export function render_app(path: string, handlers: RequestHandler[], { signed_in = true, keep_language = false }: Options = {}) {
  if (!keep_language) start_i18n();
  server.use(...handlers);
  if (signed_in) session_started();
  const client = make_query_client(false);
  const router = make_router(client, { history: createMemoryHistory({ initialEntries: [path] }) });
  const view = render(
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </I18nProvider>,
  );
  return { ...view, client, router, user: userEvent.setup(), place: () => router.state.location.href };
}
