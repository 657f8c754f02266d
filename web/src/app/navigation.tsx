import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { Link, type LinkProps } from "@tanstack/react-router";
import { type ComponentType, useRef, useState } from "react";
import { api, value_of } from "@/api/client";
import { session_ended } from "@/api/session";
import type { User } from "@/api/types";
import { ActivityIcon, HomeIcon, type IconProps, LeaveIcon, MoonIcon, ReceiveIcon, SendIcon, SunIcon, SystemIcon, WalletIcon } from "@/ui/icons";
import { Logo } from "@/ui/logo";
import { useLiveState } from "./live_state";
import { apply_theme, stored_theme, type Theme } from "./theme";

type Place = { to: LinkProps["to"]; label: string; Icon: ComponentType<IconProps>; exact?: boolean };

function usePlaces(): Place[] {
  const { t } = useLingui();
  return [
    { to: "/", label: t`Home`, Icon: HomeIcon, exact: true },
    { to: "/activity", label: t`Activity`, Icon: ActivityIcon },
    { to: "/send", label: t`Send`, Icon: SendIcon },
    { to: "/receive", label: t`Receive`, Icon: ReceiveIcon },
    { to: "/wallets", label: t`Wallets`, Icon: WalletIcon },
  ];
}

export function SideBar({ user }: { user: User | undefined }) {
  const { t } = useLingui();
  return (
    <header className="sticky top-0 hidden h-dvh w-60 shrink-0 flex-col gap-8 border-e border-line px-4 py-8 md:flex">
      <Link to="/" className="flex rounded-lg px-2" aria-label={t`Coffer, home`}>
        <Logo />
      </Link>
      <nav aria-label={t`Main`} className="grid gap-1">
        {usePlaces().map(({ to, label, Icon, exact }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: exact ?? false, includeSearch: false }}
            className="flex h-10 items-center gap-3 rounded-xl px-3 font-medium text-ink-soft hover:bg-sunken aria-[current=page]:bg-brand-soft aria-[current=page]:font-semibold aria-[current=page]:text-brand"
          >
            <Icon />
            {label}
          </Link>
        ))}
      </nav>
      <div className="mt-auto grid gap-4">
        <LiveDot />
        <AccountMenu user={user} align="above" />
      </div>
    </header>
  );
}

export function TopBar({ user }: { user: User | undefined }) {
  const { t } = useLingui();
  return (
    <header className="sticky top-0 z-20 flex h-16 items-center justify-between border-b border-line bg-canvas/90 px-4 backdrop-blur md:hidden">
      <Link to="/" aria-label={t`Coffer, home`} className="flex rounded-lg">
        <Logo />
      </Link>
      <div className="flex items-center gap-3">
        <LiveDot />
        <AccountMenu user={user} align="below" />
      </div>
    </header>
  );
}

export function TabBar() {
  const { t } = useLingui();
  return (
    <nav
      aria-label={t`Main`}
      className="fixed inset-x-0 bottom-0 z-20 grid grid-cols-5 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {usePlaces().map(({ to, label, Icon, exact }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: exact ?? false, includeSearch: false }}
          className="grid h-16 justify-items-center gap-0.5 pt-2.5 text-xs font-medium text-ink-soft aria-[current=page]:text-brand"
        >
          <Icon className="size-6" />
          {label}
        </Link>
      ))}
    </nav>
  );
}

/** Says whether what is shown is being kept current. Quiet while all is well. */
function LiveDot() {
  const state = useLiveState();
  const live = state === "live";
  return (
    <p role="status" className="flex items-center gap-2 px-2 text-xs text-ink-faint">
      <span className={`size-2 rounded-full ${live ? "bg-brand" : "animate-pulse-slow bg-brass"}`} />
      {live ? <Trans>Live</Trans> : <Trans>Reconnecting…</Trans>}
    </p>
  );
}

function ThemeSwitch() {
  const { t } = useLingui();
  const [theme, set_theme] = useState(stored_theme);
  const choose = (next: Theme) => {
    apply_theme(next);
    set_theme(next);
  };
  const choices: [Theme, string, ComponentType<IconProps>][] = [
    ["system", t`As the system`, SystemIcon],
    ["light", t`Light`, SunIcon],
    ["dark", t`Dark`, MoonIcon],
  ];
  return (
    <div role="group" aria-label={t`Theme`} className="grid grid-cols-3 gap-1 rounded-xl bg-sunken p-1">
      {choices.map(([value, label, Icon]) => (
        <button
          key={value}
          type="button"
          aria-pressed={theme === value}
          aria-label={label}
          onClick={() => choose(value)}
          className="grid h-8 place-items-center rounded-lg text-ink-soft aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:shadow-card"
        >
          <Icon className="size-4" />
        </button>
      ))}
    </div>
  );
}

function SignOut() {
  const leave = useMutation({
    mutationFn: () => value_of(api.POST("/v1/auth/logout", { body: {} })),
    onSettled: session_ended,
  });
  return (
    <button
      type="button"
      disabled={leave.isPending}
      onClick={() => leave.mutate()}
      className="flex h-10 items-center gap-3 rounded-xl px-3 font-medium hover:bg-sunken"
    >
      <LeaveIcon />
      <Trans>Sign out</Trans>
    </button>
  );
}

function AccountMenu({ user, align }: { user: User | undefined; align: "above" | "below" }) {
  const { t } = useLingui();
  const details = useRef<HTMLDetailsElement>(null);
  const name = user?.name || user?.email || "";
  const close = (event: React.KeyboardEvent) => {
    if (event.key !== "Escape" || !details.current?.open) return;
    details.current.open = false;
    details.current.querySelector("summary")?.focus();
  };
  return (
    <details ref={details} className="relative" onKeyDown={close}>
      <summary
        aria-label={t`Your account`}
        className="flex list-none items-center gap-3 rounded-xl p-1 hover:bg-sunken [&::-webkit-details-marker]:hidden"
      >
        <span translate="no" className="grid size-9 shrink-0 place-items-center rounded-full bg-vault font-semibold text-vault-ink uppercase">
          {name.slice(0, 1)}
        </span>
        <span className="hidden min-w-0 truncate text-sm font-medium md:block">{name}</span>
      </summary>
      <div className={`absolute z-30 grid w-60 gap-2 rounded-2xl border border-line bg-surface p-3 shadow-raised ${align === "above" ? "bottom-full mb-2 start-0" : "end-0 mt-2"}`}>
        <p className="truncate px-3 pt-1 text-sm text-ink-soft">{user?.email}</p>
        <ThemeSwitch />
        <SignOut />
      </div>
    </details>
  );
}
