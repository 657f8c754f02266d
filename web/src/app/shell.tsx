import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Outlet, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { me } from "@/api/queries";
import { on_session_ended, session_ended, session_expected } from "@/api/session";
import { clear_draft } from "@/lib/draft";
import { as_api_error, ErrorState, LoadingRows } from "@/ui/states";
import { Live } from "./live_state";
import { SideBar, TabBar, TopBar } from "./navigation";

/** Leads away when the session turns out to be over: the route is entered anew, and refused without one. */
function useLeaveWhenSessionEnds(refused: boolean): void {
  const client = useQueryClient();
  const router = useRouter();
  useEffect(
    () =>
      on_session_ended(() => {
        client.clear();
        clear_draft();
        void router.invalidate();
      }),
    [client, router],
  );
  useEffect(() => {
    if (refused && session_expected()) session_ended();
  }, [refused]);
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

/** The frame of every screen behind sign-in. */
export function Shell() {
  const user = useQuery(me);
  const { t } = useLingui();
  const refused = user.isError && as_api_error(user.error).status === 401;
  useLeaveWhenSessionEnds(refused);
  if (refused) return null;
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
