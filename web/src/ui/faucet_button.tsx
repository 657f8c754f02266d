import { Trans } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, value_of } from "@/api/client";
import type { Holdings } from "@/app/use_holdings";
import { can_sign } from "@/lib/holdings";
import { Button, type ButtonLook } from "./button";
import { DownIcon } from "./icons";
import { useErrorText } from "./states";

/** Funds the first account of a development chain. Elsewhere there is no such button. */
export function FaucetButton({ holdings, look }: { holdings: Holdings; look: ButtonLook }) {
  const client = useQueryClient();
  const text_of = useErrorText();
  const target = holdings.accounts.find((named) => can_sign(named) && named.network?.development && named.network.kind === "evm");
  const faucet = useMutation({
    mutationFn: (body: { address: string; network: string }) => value_of(api.POST("/dev/faucet", { body })),
    onSettled: () => client.invalidateQueries({ queryKey: ["balances"] }),
  });
  if (!target) return null;
  const { address, network } = target.account;
  return (
    <>
      <Button look={look} pending={faucet.isPending} onClick={() => faucet.mutate({ address, network })}>
        {!faucet.isPending && <DownIcon />}
        <Trans>Get test ether</Trans>
      </Button>
      {faucet.isError && <p role="alert" className="self-center text-sm">{text_of(faucet.error)}</p>}
    </>
  );
}
