import { useLingui } from "@lingui/react/macro";
import { useNavigate } from "@tanstack/react-router";
import type { NamedAccount } from "@/lib/holdings";
import { kLife, kOtherEnds } from "@/lib/timeline";
import { SelectField } from "@/ui/field";
import { useStatusWord } from "@/ui/status";

type FiltersProps = { accounts: NamedAccount[]; account: string | undefined; status: string | undefined };

/** The filters are the address of the page: they survive a reload and can be sent to somebody. */
export function Filters({ accounts, account, status }: FiltersProps) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const word_of = useStatusWord();
  const go = (search: { account?: string | undefined; status?: string | undefined }) =>
    void navigate({ to: "/activity", search: { account, status, ...search } });
  return (
    <div role="search" aria-label={t`Filters`} className="grid grid-cols-2 gap-3 sm:max-w-lg">
      <SelectField label={t`Status`} value={status ?? ""} onChange={(event) => go({ status: event.target.value || undefined })}>
        <option value="">{t`Any`}</option>
        {[...kLife, ...kOtherEnds].map((each) => (
          <option key={each} value={each}>
            {word_of(each)}
          </option>
        ))}
      </SelectField>
      <SelectField label={t`Account`} value={account ?? ""} onChange={(event) => go({ account: event.target.value || undefined })}>
        <option value="">{t`All`}</option>
        {accounts.map(({ account: { id }, name, network }) => (
          <option key={id} value={id}>
            {name} {network && `· ${network.name}`}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
