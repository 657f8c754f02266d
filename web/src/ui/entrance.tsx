import { Trans } from "@lingui/react/macro";
import { type ReactNode, useEffect } from "react";
import { Guilloche } from "./guilloche";
import { Logo } from "./logo";

type EntranceProps = { title: string; lead?: ReactNode; children: ReactNode; foot?: ReactNode };

/** The page before sign-in: the form, and on wide screens the house it leads into. */
export function EntrancePage({ title, lead, children, foot }: EntranceProps) {
  useEffect(() => {
    document.title = `${title} · Coffer`;
  }, [title]);
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,1.05fr)]">
      <main className="flex flex-col px-6 py-8 sm:px-12">
        <Logo />
        <div className="mx-auto flex w-full max-w-sm grow flex-col justify-center gap-6 py-10">
          <div className="grid gap-2">
            <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
            {lead && <p className="text-ink-soft">{lead}</p>}
          </div>
          {children}
          {foot && <p className="text-sm text-ink-soft">{foot}</p>}
        </div>
      </main>
      <aside className="relative hidden overflow-hidden bg-vault text-vault-ink lg:block">
        <Guilloche className="absolute -end-1/4 top-1/2 w-[110%] -translate-y-1/2 text-vault-gold/25" />
        <div className="absolute inset-x-12 bottom-14 grid max-w-md gap-3">
          <p className="text-2xl font-semibold tracking-tight text-balance">
            <Trans>Keys, data and policy stay in your house.</Trans>
          </p>
          <p className="text-vault-soft">
            <Trans>What you send is recorded before it is signed, and executed exactly once.</Trans>
          </p>
        </div>
      </aside>
    </div>
  );
}
