import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import { useForm } from "react-hook-form";
import { api, value_of } from "@/api/client";
import { me } from "@/api/queries";
import { session_started } from "@/api/session";
import { Button } from "@/ui/button";
import { EntrancePage } from "@/ui/entrance";
import { TextField } from "@/ui/field";
import { FormError } from "@/ui/form_error";
import { show_field_error } from "@/lib/form";
import { as_api_error } from "@/ui/states";
import { Notice } from "@/ui/notice";

const route = getRouteApi("/sign-in");

type Form = { email: string; password: string };

function SignInError({ error }: { error: unknown }) {
  if (as_api_error(error).code !== "AUTHENTICATION_ERROR") return <FormError error={error} />;
  return (
    <Notice tone="danger" role="alert" title={<Trans>E-mail and password do not match</Trans>}>
      <Trans>After five failures the account is locked for a while; its owner is told by mail.</Trans>
    </Notice>
  );
}

export function SignIn() {
  const { t } = useLingui();
  const { next } = route.useSearch();
  const client = useQueryClient();
  const router = useRouter();
  const form = useForm<Form>({ defaultValues: { email: "", password: "" } });
  const { errors } = form.formState;
  const sign_in = useMutation({
    mutationFn: (body: Form) => value_of(api.POST("/v1/auth/login", { body })),
    onSuccess: ({ user }) => {
      session_started();
      client.setQueryData(me.queryKey, user);
      router.history.push(next ?? "/");
    },
    onError: (error) => show_field_error(form, error),
  });
  return (
    <EntrancePage
      title={t`Sign in`}
      foot={
        <Trans>
          New here? <Link to="/sign-up" className="font-semibold text-brand underline underline-offset-4">Create an account</Link>
        </Trans>
      }
    >
      <form noValidate className="grid gap-5" onSubmit={form.handleSubmit((values) => sign_in.mutate(values))}>
        <TextField
          label={t`E-mail`}
          type="email"
          autoComplete="username"
          autoFocus
          error={errors.email?.message}
          {...form.register("email", { required: t`Enter your e-mail address.` })}
        />
        <TextField
          label={t`Password`}
          type="password"
          autoComplete="current-password"
          error={errors.password?.message}
          {...form.register("password", { required: t`Enter your password.` })}
        />
        {sign_in.isError && !Object.keys(errors).length && <SignInError error={sign_in.error} />}
        <Button type="submit" size="large" pending={sign_in.isPending}>
          <Trans>Sign in</Trans>
        </Button>
      </form>
    </EntrancePage>
  );
}
