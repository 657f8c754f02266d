import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import type { QueryClient } from "@tanstack/react-query";
import { session_expected } from "@/api/session";
import { admin_token_of } from "@/lib/admin_link";
import { ErrorState, NotFound } from "@/ui/states";
import { Shell } from "./shell";

type Context = { client: QueryClient };
type Search = Record<string, unknown>;

type Texts<Name extends string> = { [name in Name]?: string | undefined };

/** The named texts of the search. One that is no text is undefined, said outright: a missing key would let the raw value pass. */
function texts<Name extends string>(...names: Name[]) {
  return (search: Search): Texts<Name> => {
    const found: Texts<Name> = {};
    for (const name of names) {
      const value = search[name];
      found[name] = typeof value === "string" && value !== "" ? value : undefined;
    }
    return found;
  };
}

/** Only a path of this app: a sign-in link must not send people elsewhere. */
function own_path({ next }: Search): Texts<"next"> {
  return { next: typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : undefined };
}

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: () => <Alone><NotFound /></Alone>,
  errorComponent: ({ error, reset }) => <Alone><ErrorState error={error} retry={reset} /></Alone>,
});

function Alone({ children }: { children: React.ReactNode }) {
  return <main className="mx-auto max-w-lg p-6 pt-24">{children}</main>;
}

const sign_in = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: own_path,
  component: lazyRouteComponent(() => import("@/screens/sign_in"), "SignIn"),
});

const sign_up = createRoute({
  getParentRoute: () => root,
  path: "/sign-up",
  component: lazyRouteComponent(() => import("@/screens/sign_up"), "SignUp"),
});

/** Without a session a one-time administrator's link leads to sign-up, every other page to sign-in and back again. */
function need_session({ location }: { location: { pathname: string; href: string; hash: string } }): void {
  if (session_expected()) return;
  if (admin_token_of(location.hash)) throw redirect({ to: "/sign-up", hash: location.hash, replace: true });
  const next = location.pathname === "/" ? undefined : location.href;
  throw redirect({ to: "/sign-in", search: { next }, replace: true });
}

const shell = createRoute({ getParentRoute: () => root, id: "shell", beforeLoad: need_session, component: Shell });

const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  component: lazyRouteComponent(() => import("@/screens/home"), "Home"),
});

const wallets = createRoute({
  getParentRoute: () => shell,
  path: "/wallets",
  component: lazyRouteComponent(() => import("@/screens/wallets"), "Wallets"),
});

const new_wallet = createRoute({
  getParentRoute: () => shell,
  path: "/wallets/new",
  validateSearch: texts("way"),
  component: lazyRouteComponent(() => import("@/screens/new_wallet"), "NewWallet"),
});

const one_wallet = createRoute({
  getParentRoute: () => shell,
  path: "/wallets/$wallet_id",
  component: lazyRouteComponent(() => import("@/screens/wallet"), "OneWallet"),
});

const receive = createRoute({
  getParentRoute: () => shell,
  path: "/receive",
  validateSearch: texts("account"),
  component: lazyRouteComponent(() => import("@/screens/receive"), "Receive"),
});

const send = createRoute({
  getParentRoute: () => shell,
  path: "/send",
  validateSearch: texts("account", "to"),
  component: lazyRouteComponent(() => import("@/screens/send"), "Send"),
});

const review = createRoute({
  getParentRoute: () => shell,
  path: "/send/review",
  component: lazyRouteComponent(() => import("@/screens/review"), "Review"),
});

const track = createRoute({
  getParentRoute: () => shell,
  path: "/send/track/$transaction_id",
  component: lazyRouteComponent(() => import("@/screens/track"), "Track"),
});

const activity = createRoute({
  getParentRoute: () => shell,
  path: "/activity",
  validateSearch: texts("account", "status"),
  component: lazyRouteComponent(() => import("@/screens/activity"), "Activity"),
});

const transaction = createRoute({
  getParentRoute: () => shell,
  path: "/activity/$transaction_id",
  component: lazyRouteComponent(() => import("@/screens/transaction"), "TransactionDetail"),
});

const tree = root.addChildren([
  sign_in,
  sign_up,
  shell.addChildren([home, wallets, new_wallet, one_wallet, receive, send, review, track, activity, transaction]),
]);

type RouterOptions = Pick<Parameters<typeof createRouter>[0], "history">;

export function make_router(client: QueryClient, options: RouterOptions = {}) {
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: "intent",
    defaultPendingMinMs: 0,
    scrollRestoration: true,
    ...options,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof make_router>;
  }
}
