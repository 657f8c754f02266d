import { Trans, useLingui } from "@lingui/react/macro";
import type { Attempt, Transaction } from "@/api/types";
import { gwei } from "@/lib/gwei";
import { Hash } from "@/ui/chain_facts";
import { Clock } from "@/ui/moment";
import { Section } from "@/ui/section";

function useAttemptWord(): (kind: string | undefined) => string {
  const { t } = useLingui();
  const words: Record<string, string> = {
    original: t`First sending`,
    bump: t`Higher fee`,
    cancel: t`Cancelling`,
    filler: t`Filler`,
  };
  return (kind) => words[kind ?? ""] ?? kind ?? t`Attempt`;
}

function AttemptRow({ attempt }: { attempt: Attempt }) {
  const word_of = useAttemptWord();
  const price = gwei(attempt.max_fee_per_gas);
  return (
    <li className="grid gap-1 px-5 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-semibold">{word_of(attempt.kind)}</span>
        <span className="text-sm text-ink-faint">
          {price && <Trans>at most <span className="figures">{price}</span> gwei a gas</Trans>}
          {" · "}
          {attempt.sent_at ? <Clock time={attempt.sent_at} /> : <Trans>not sent yet</Trans>}
        </span>
      </div>
      <Hash hash={attempt.hash} />
    </li>
  );
}

/** Every set of signed bytes for this nonce. At most one of them is executed. */
export function Attempts({ transaction }: { transaction: Transaction }) {
  const { attempts, nonce } = transaction;
  return (
    <Section
      title={<Trans>Attempts</Trans>}
      aside={nonce !== undefined && <span className="figures text-sm text-ink-faint"><Trans>nonce {nonce}</Trans></span>}
    >
      {attempts.length === 0 ? (
        <p className="px-5 py-4 text-sm text-ink-soft"><Trans>Nothing has been signed yet.</Trans></p>
      ) : (
        <ul className="divide-y divide-line">
          {attempts.map((attempt) => (
            <AttemptRow key={attempt.hash} attempt={attempt} />
          ))}
        </ul>
      )}
    </Section>
  );
}
