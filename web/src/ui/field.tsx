import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from "react";
import { ChevronIcon, WarningIcon } from "./icons";

type Frame = { label: ReactNode; hint?: ReactNode; error?: string | undefined; aside?: ReactNode };

const kControl =
  "w-full rounded-xl border bg-surface px-3.5 text-ink placeholder:text-ink-faint transition-colors " +
  "focus-visible:outline-offset-0";

function control_class(error: string | undefined, extra = ""): string {
  return `${kControl} ${error ? "border-danger" : "border-line-strong hover:border-ink-faint"} ${extra}`;
}

function described(id: string, hint: ReactNode, error: string | undefined) {
  return {
    id,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined,
  };
}

function FieldFrame({ id, label, hint, error, aside, children }: Frame & { id: string; children: ReactNode }) {
  return (
    <div className="grid gap-1.5">
      <div className="flex items-end justify-between gap-3">
        <label htmlFor={id} className="text-sm font-semibold">
          {label}
        </label>
        {aside}
      </div>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-ink-soft">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="flex items-start gap-1.5 text-sm font-medium text-danger">
          <WarningIcon className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = Frame & InputHTMLAttributes<HTMLInputElement> & { suffix?: ReactNode; mono?: boolean };

export function TextField({ label, hint, error, aside, suffix, mono, className, ...input }: TextFieldProps) {
  const id = useId();
  const look = control_class(error, `h-12 ${mono ? "font-mono text-sm" : ""} ${suffix ? "pe-20" : ""} ${className ?? ""}`);
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} aside={aside}>
      <div className="relative">
        <input {...input} {...described(id, hint, error)} className={look} />
        {suffix && <div className="absolute inset-y-0 end-3.5 flex items-center text-ink-soft">{suffix}</div>}
      </div>
    </FieldFrame>
  );
}

type TextAreaProps = Frame & InputHTMLAttributes<HTMLTextAreaElement> & { rows?: number };

export function TextArea({ label, hint, error, aside, rows = 3, ...input }: TextAreaProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} aside={aside}>
      <textarea {...input} rows={rows} {...described(id, hint, error)} className={control_class(error, "py-3 font-mono text-sm")} />
    </FieldFrame>
  );
}

type SelectFieldProps = Frame & SelectHTMLAttributes<HTMLSelectElement>;

export function SelectField({ label, hint, error, aside, children, ...select }: SelectFieldProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} aside={aside}>
      <div className="relative">
        <select {...select} {...described(id, hint, error)} className={control_class(error, "h-12 appearance-none truncate pe-10")}>
          {children}
        </select>
        <ChevronIcon className="pointer-events-none absolute end-3.5 top-4 size-4 rotate-90 text-ink-soft" />
      </div>
    </FieldFrame>
  );
}
