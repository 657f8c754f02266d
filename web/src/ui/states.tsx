import { Trans, useLingui } from "@lingui/react/macro";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiError, kNoAnswer } from "@/api/error";
import { Button, LinkButton } from "./button";
import { CopyButton } from "./copy_button";
import { LockIcon, WarningIcon } from "./icons";
import { Notice } from "./notice";

export function as_api_error(error: unknown): ApiError {
  return error instanceof ApiError ? error : ApiError.no_answer(error);
}

/** One sentence a person can act on. The server's own message is used where it is about their request. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useLingui();
  return (raw) => {
    const error = as_api_error(raw);
    const seconds = error.retry_after_s;
    if (error.code === kNoAnswer) return t`The server did not answer. Check your connection.`;
    if (error.code === "RATE_LIMIT_EXCEEDED") {
      return seconds === undefined ? t`Too many requests. Wait a moment.` : t`Too many requests. Try again in ${seconds} s.`;
    }
    if (error.code === "INTERNAL_ERROR") return t`Something went wrong on the server.`;
    if (error.code === "SERVICE_UNAVAILABLE") return t`The server cannot do this right now.`;
    return error.message || t`The server refused this.`;
  };
}

function RequestId({ id }: { id: string | undefined }) {
  const { t } = useLingui();
  if (!id) return null;
  return (
    <p className="flex items-center gap-1 text-xs text-ink-faint">
      <Trans>
        Request <code className="font-mono break-all">{id}</code>
      </Trans>
      <CopyButton compact text={id} label={t`Copy request id`} />
    </p>
  );
}

type PanelProps = { icon: ReactNode; title: ReactNode; children?: ReactNode; actions?: ReactNode; alert?: boolean };

function Panel({ icon, title, children, actions, alert = false }: PanelProps) {
  return (
    <section role={alert ? "alert" : undefined} className="card grid justify-items-center gap-3 px-6 py-10 text-center">
      <span className="grid size-12 place-items-center rounded-full bg-sunken text-ink-soft">{icon}</span>
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="grid max-w-md justify-items-center gap-2 text-balance text-ink-soft">{children}</div>
      {actions && <div className="mt-2 flex flex-wrap justify-center gap-3">{actions}</div>}
    </section>
  );
}

/** What went wrong, the request id to quote, and a way on. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const text_of = useErrorText();
  const api_error = as_api_error(error);
  if (api_error.forbidden) return <Forbidden error={api_error} retry={retry} />;
  if (api_error.status === 404) return <NotFound />;
  return (
    <Panel
      alert
      icon={<WarningIcon />}
      title={<Trans>This could not be loaded</Trans>}
      actions={
        retry && (
          <Button look="secondary" onClick={retry}>
            <Trans>Try again</Trans>
          </Button>
        )
      }
    >
      <p>{text_of(error)}</p>
      <RequestId id={api_error.request_id} />
    </Panel>
  );
}

/** Says that access is missing, and who can grant it. */
export function Forbidden({ error, retry }: { error: ApiError; retry?: (() => void) | undefined }) {
  return (
    <Panel
      alert
      icon={<LockIcon />}
      title={<Trans>You have no access to this</Trans>}
      actions={
        retry ? (
          <Button look="secondary" onClick={retry}>
            <Trans>Try again</Trans>
          </Button>
        ) : (
          <LinkButton look="secondary" to="/">
            <Trans>Go to home</Trans>
          </LinkButton>
        )
      }
    >
      <p>
        <Trans>An administrator of this server can grant it under the roles of your account.</Trans>
      </p>
      {error.message && <p className="text-sm">{error.message}</p>}
      <RequestId id={error.request_id} />
    </Panel>
  );
}

export function NotFound() {
  return (
    <Panel
      icon={<WarningIcon />}
      title={<Trans>Nothing is here</Trans>}
      actions={
        <LinkButton look="secondary" to="/">
          <Trans>Go to home</Trans>
        </LinkButton>
      }
    >
      <p>
        <Trans>It does not exist, or it belongs to somebody else.</Trans>
      </p>
    </Panel>
  );
}

export function EmptyState({ icon, title, children, actions }: PanelProps) {
  return (
    <Panel icon={icon} title={title} actions={actions}>
      {children}
    </Panel>
  );
}

/** Above data that could not be refreshed: it stays on screen, said to be old. */
export function StaleNote({ error, retry }: { error: unknown; retry: () => void }) {
  const text_of = useErrorText();
  return (
    <Notice
      tone="caution"
      role="status"
      title={<Trans>Shown as last known</Trans>}
      action={
        <Button look="quiet" size="small" onClick={retry}>
          <Trans>Try again</Trans>
        </Button>
      }
    >
      {text_of(error)}
      <RequestId id={as_api_error(error).request_id} />
    </Notice>
  );
}

export function Skeleton({ className = "" }: { className?: string }) {
  return <div className={`animate-pulse-slow rounded-xl bg-line ${className}`} />;
}

/** Grey shapes where rows will be, announced as loading. */
export function LoadingRows({ rows = 4 }: { rows?: number }) {
  const { t } = useLingui();
  return (
    <div role="status" aria-label={t`Loading`} className="card grid gap-4 p-5">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex items-center gap-3">
          <Skeleton className="size-9" />
          <Skeleton className="h-4 grow" />
          <Skeleton className="h-4 w-20" />
        </div>
      ))}
    </div>
  );
}

type LoadedProps<T> = {
  query: UseQueryResult<T, Error>;
  loading?: ReactNode;
  children: (data: T) => ReactNode;
};

/** The states around data: loading, refused, failed, and loaded with or without a failed refresh. */
export function Loaded<T>({ query, loading, children }: LoadedProps<T>) {
  const retry = () => void query.refetch();
  if (query.data === undefined) {
    return query.isError ? <ErrorState error={query.error} retry={retry} /> : (loading ?? <LoadingRows />);
  }
  return (
    <>
      {query.isRefetchError && <StaleNote error={query.error} retry={retry} />}
      {children(query.data)}
    </>
  );
}
