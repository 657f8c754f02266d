import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useForm } from "react-hook-form";
import { api, value_of } from "@/api/client";
import { me, networks } from "@/api/queries";
import { session_started } from "@/api/session";
import { show_field_error } from "@/lib/form";
import { Button } from "@/ui/button";
import { EntrancePage } from "@/ui/entrance";
import { TextField } from "@/ui/field";
import { FormError } from "@/ui/form_error";
import { Clock } from "@/ui/moment";
import { Notice } from "@/ui/notice";

type Form = { code: string };

/** A development server sends no mail: the code waits in its mailbox. Undefined elsewhere. */
function useMailboxCode(email: string): string | undefined {
  const { data: known } = useQuery(networks);
  const development = known?.some((network) => network.development) ?? false;
  const mailbox = useQuery({
    queryKey: ["mailbox", email],
    enabled: development,
    queryFn: ({ signal }) => value_of(api.GET("/dev/mailbox", { params: { query: { to: email } }, signal })),
    refetchInterval: ({ state }) => (state.data?.messages.some((message) => message.code) ? false : 1000),
  });
  return mailbox.data?.messages.find((message) => message.code)?.code;
}

function useVerify(email: string, on_refused: (error: unknown) => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (code: string) => value_of(api.POST("/v1/auth/verify", { body: { email, code } })),
    onSuccess: async ({ user }) => {
      session_started();
      client.setQueryData(me.queryKey, user);
      await navigate({ to: "/" });
    },
    onError: on_refused,
  });
}

type EnterCodeProps = { email: string; expires_at: string; start_over: () => void };

export function EnterCode({ email, expires_at, start_over }: EnterCodeProps) {
  const { t } = useLingui();
  const form = useForm<Form>({ defaultValues: { code: "" } });
  const mailed = useMailboxCode(email);
  const verify = useVerify(email, (error) => show_field_error(form, error));
  const error = form.formState.errors.code?.message;
  return (
    <EntrancePage
      title={t`Enter the code`}
      lead={<Trans>If this address can sign up, a code is on its way to <strong className="text-ink">{email}</strong>.</Trans>}
      foot={
        <button type="button" onClick={start_over} className="font-semibold text-brand underline underline-offset-4">
          <Trans>Use another address</Trans>
        </button>
      }
    >
      <form noValidate className="grid gap-5" onSubmit={form.handleSubmit(({ code }) => verify.mutate(code.trim()))}>
        <TextField
          label={t`Code`}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          mono
          hint={<Trans>Valid until <Clock time={expires_at} />.</Trans>}
          error={error}
          {...form.register("code", { required: t`Enter the code from the mail.` })}
        />
        {verify.isError && !error && <FormError error={verify.error} />}
        <Button type="submit" size="large" pending={verify.isPending}>
          <Trans>Verify</Trans>
        </Button>
      </form>
      {mailed && (
        <Notice
          tone="caution"
          title={<Trans>Development server</Trans>}
          action={
            <Button look="secondary" size="small" disabled={verify.isPending} onClick={() => verify.mutate(mailed)}>
              <Trans>Use it</Trans>
            </Button>
          }
        >
          <Trans>Mail is not sent. Your code is <code className="font-mono font-semibold text-ink">{mailed}</code></Trans>
        </Notice>
      )}
    </EntrancePage>
  );
}
