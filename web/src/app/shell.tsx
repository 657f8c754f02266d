import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Navigate, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { me } from "@/api/queries";
import { on_session_ended, session_expected } from "@/api/session";
import { as_api_error, ErrorState, LoadingRows } from "@/ui/states";
import { Live } from "./live_state";
import { SideBar, TabBar, TopBar } from "./navigation";

/** Where to go without a session: a one-time administrator's link leads to sign-up, everything else to sign-in. */
function Entrance() {
  const { pathname, search, href } = useRouterState({ select: (state) => state.location });
  const { admin } = search;
  if (admin) return <Navigate to="/sign-up" search={{ admin }} replace />;
  return <Navigate to="/sign-in" search={{ next: pathname === "/" ? undefined : href }} replace />;
}

function useLeaveWhenSessionEnds(): void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const href = useRouterState({ select: (state) => state.location.href });
  const place = useRef(href);
  useEffect(() => {
    place.current = href;
  }, [href]);
  useEffect(
    () =>
      on_session_ended(() => {
        client.clear();
        void navigate({ to: "/sign-in", search: { next: place.current === "/" ? undefined : place.current } });
      }),
    [client, navigate],
  );
}

function SkipLink() {
  return (
    <a
      href="#main"
      className="fixed start-3 top-3 z-50 -translate-y-20 rounded-xl bg-brand px-4 py-2 font-semibold text-brand-ink focus:translate-y-0"
    >
      <Trans>Skip to content</Trans>
    </a>
  );
}

function SignedIn() {
  const user = useQuery(me);
  const { t } = useLingui();
  useLeaveWhenSessionEnds();
  if (user.isError && as_api_error(user.error).status === 401) return <Entrance />;
  return (
    <Live>
      <SkipLink />
      <div className="mx-auto flex min-h-dvh max-w-6xl">
        <SideBar user={user.data} />
        <div className="flex min-w-0 grow flex-col">
          <TopBar user={user.data} />
          <main id="main" tabIndex={-1} aria-label={t`Content`} className="grow px-4 pt-5 pb-28 md:px-8 md:pt-10 md:pb-12">
            {user.isPending && <LoadingRows />}
            {user.isError && <ErrorState error={user.error} retry={() => void user.refetch()} />}
            {user.data && <Outlet />}
          </main>
        </div>
      </div>
      <TabBar />
    </Live>
  );
}

/** The frame of every screen behind sign-in. */
export function Shell() {
  return session_expected() ? <SignedIn /> : <Entrance />;
}
