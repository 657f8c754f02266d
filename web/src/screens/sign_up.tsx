import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { useForm, type UseFormReturn } from "react-hook-form";
import { api, value_of } from "@/api/client";
import type { SignUpReply } from "@/api/types";
import { admin_token_of } from "@/lib/admin_link";
import { show_field_error } from "@/lib/form";
import { kShortestPassword, password_strength, type PasswordStrength } from "@/lib/password";
import { Button } from "@/ui/button";
import { EntrancePage } from "@/ui/entrance";
import { TextField } from "@/ui/field";
import { FormError } from "@/ui/form_error";
import { Notice } from "@/ui/notice";
import { EnterCode } from "./enter_code";

type Form = { email: string; password: string };

const kBars: Record<PasswordStrength, number> = { too_short: 0, weak: 1, fair: 2, strong: 3 };
const kBarColours = ["bg-line", "bg-danger", "bg-brass", "bg-brand"];

function StrengthMeter({ password, email }: { password: string; email: string }) {
  const { t } = useLingui();
  const strength = password_strength(password, [email]);
  const bars = kBars[strength];
  const words: Record<PasswordStrength, string> = {
    too_short: t`At least ${kShortestPassword} characters`,
    weak: t`Weak: easily guessed`,
    fair: t`Fair: a few more words make it strong`,
    strong: t`Strong`,
  };
  return (
    <span className="flex items-center gap-3" role="status">
      <span className="flex gap-1" aria-hidden="true">
        {[1, 2, 3].map((bar) => (
          <span key={bar} className={`h-1.5 w-8 rounded-full ${bar <= bars ? kBarColours[bars] : "bg-line"}`} />
        ))}
      </span>
      {words[strength]}
    </span>
  );
}

function DetailsFields({ form }: { form: UseFormReturn<Form> }) {
  const { t } = useLingui();
  const { errors } = form.formState;
  const [email, password] = form.watch(["email", "password"]);
  return (
    <>
      <TextField
        label={t`E-mail`}
        type="email"
        autoComplete="username"
        autoFocus
        error={errors.email?.message}
        {...form.register("email", {
          required: t`Enter your e-mail address.`,
          pattern: { value: /^\S+@\S+$/, message: t`This is not an e-mail address.` },
        })}
      />
      <TextField
        label={t`Password`}
        type="password"
        autoComplete="new-password"
        hint={<StrengthMeter password={password} email={email} />}
        error={errors.password?.message}
        {...form.register("password", {
          required: t`Choose a password.`,
          minLength: { value: kShortestPassword, message: t`At least ${kShortestPassword} characters.` },
        })}
      />
    </>
  );
}

function Details({ admin, done }: { admin: string | undefined; done: (email: string, reply: SignUpReply) => void }) {
  const { t } = useLingui();
  const form = useForm<Form>({ defaultValues: { email: "", password: "" } });
  const sign_up = useMutation({
    mutationFn: (body: Form) => value_of(api.POST("/v1/auth/signup", { body: { ...body, admin_token: admin } })),
    onSuccess: (reply, { email }) => done(email, reply),
    onError: (error) => show_field_error(form, error),
  });
  return (
    <EntrancePage
      title={admin ? t`Create the administrator's account` : t`Create your account`}
      foot={
        <Trans>
          Already have one? <Link to="/sign-in" className="font-semibold text-brand underline underline-offset-4">Sign in</Link>
        </Trans>
      }
    >
      <form noValidate className="grid gap-5" onSubmit={form.handleSubmit((values) => sign_up.mutate(values))}>
        {admin && (
          <Notice title={<Trans>One-time link</Trans>}>
            <Trans>The account made here will administer this server.</Trans>
          </Notice>
        )}
        <DetailsFields form={form} />
        {sign_up.isError && !Object.keys(form.formState.errors).length && <FormError error={sign_up.error} />}
        <Button type="submit" size="large" pending={sign_up.isPending}>
          <Trans>Continue</Trans>
        </Button>
      </form>
    </EntrancePage>
  );
}

/** E-mail and password first, then the code that was mailed. */
export function SignUp() {
  const admin = admin_token_of(useLocation().hash);
  const [sent, set_sent] = useState<{ email: string; expires_at: string }>();
  if (sent) return <EnterCode {...sent} start_over={() => set_sent(undefined)} />;
  return <Details admin={admin} done={(email, reply) => set_sent({ email, expires_at: reply.verification.expires_at })} />;
}
