import { Trans } from "@lingui/react/macro";
import type { Estimate } from "@/api/types";
import { look_alike_of, same_address } from "@/lib/address";
import type { Contact } from "@/lib/contacts";
import type { Draft } from "@/lib/draft";
import { WholeAddress } from "@/ui/address";
import { Notice } from "@/ui/notice";

function LookAlike({ known }: { known: string }) {
  return (
    <Notice tone="danger" role="alert" title={<Trans>This looks like an address you know, and is another</Trans>}>
      <Trans>Compare the middle. The one you know is</Trans>
      <WholeAddress address={known} className="mt-1 text-sm text-ink" />
    </Notice>
  );
}

type RisksProps = {
  draft: Draft;
  quote: Estimate;
  matching: boolean;
  contacts: Contact[];
  to_self: boolean;
  past_known: boolean;
};

/** What speaks against sending, and what nobody has checked. */
export function Risks({ draft, quote, matching, contacts, to_self, past_known }: RisksProps) {
  const known = contacts.some(({ address }) => same_address(address, draft.to));
  const look_alike = look_alike_of(draft.to, contacts.map(({ address }) => address));
  return (
    <div className="grid gap-3">
      {quote.will_revert && (
        <Notice tone="danger" role="alert" title={<Trans>The network would refuse this</Trans>}>
          {quote.revert_reason || <Trans>It gave no reason.</Trans>}
        </Notice>
      )}
      {!matching && (
        <Notice tone="danger" role="alert" title={<Trans>The effects are not what you asked for</Trans>}>
          <Trans>The server decoded something else from this request. It cannot be confirmed; tell your administrator.</Trans>
        </Notice>
      )}
      {look_alike && <LookAlike known={look_alike} />}
      {to_self && <Notice title={<Trans>Sender and receiver are the same account</Trans>} />}
      {past_known && !known && !look_alike && (
        <Notice tone="caution" title={<Trans>You have not sent to this address before</Trans>}>
          <Trans>Compare every group with what the receiver gave you.</Trans>
        </Notice>
      )}
      <Notice title={<Trans>Not checked</Trans>}>
        <Trans>Whose address this is, and what a contract at it would do with what it receives.</Trans>
      </Notice>
    </div>
  );
}
