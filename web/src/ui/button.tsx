import { Link, type LinkProps } from "@tanstack/react-router";
import type { ButtonHTMLAttributes, ReactNode } from "react";

export type ButtonLook = "primary" | "secondary" | "quiet" | "danger" | "vault" | "vault_quiet";

const kBase =
  "inline-flex items-center justify-center gap-2 rounded-xl font-semibold whitespace-nowrap transition-colors " +
  "disabled:cursor-not-allowed aria-disabled:cursor-not-allowed";

const kLooks: Record<ButtonLook, string> = {
  primary:
    "bg-brand text-brand-ink hover:bg-brand-strong disabled:bg-sunken disabled:text-ink-faint " +
    "aria-disabled:bg-sunken aria-disabled:text-ink-faint",
  secondary: "border border-line bg-surface text-ink hover:bg-sunken disabled:text-ink-faint shadow-card",
  quiet: "text-brand hover:bg-brand-soft",
  danger: "bg-danger text-danger-ink hover:opacity-90",
  vault: "bg-vault-gold text-vault hover:bg-vault-ink focus-visible:outline-vault-ink",
  vault_quiet: "border border-vault-soft/40 text-vault-ink hover:bg-vault-ink/10 focus-visible:outline-vault-ink",
};

const kSizes = { small: "h-9 px-3 text-sm", normal: "h-11 px-4.5", large: "h-12 px-6" };

export type ButtonSize = keyof typeof kSizes;

export function button_class(look: ButtonLook = "primary", size: ButtonSize = "normal", extra = ""): string {
  return `${kBase} ${kLooks[look]} ${kSizes[size]} ${extra}`;
}

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: ButtonLook;
  size?: ButtonSize;
  /** Its action is under way: it says so and cannot be pressed again. */
  pending?: boolean;
};

export function Button({ look, size, pending = false, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || pending}
      aria-busy={pending || undefined}
      className={button_class(look, size, className)}
    >
      {pending && <Spinner />}
      {children}
    </button>
  );
}

type LinkButtonProps = LinkProps & { look?: ButtonLook; size?: ButtonSize; className?: string; children: ReactNode };

export function LinkButton({ look, size, className, children, ...rest }: LinkButtonProps) {
  return (
    <Link {...rest} className={button_class(look, size, className)}>
      {children}
    </Link>
  );
}

export function Spinner({ className = "size-4" }: { className?: string }) {
  return (
    <svg viewBox="0 0 16 16" className={`${className} animate-spin`} fill="none" aria-hidden="true">
      <circle cx="8" cy="8" r="6.5" stroke="currentColor" strokeWidth="2" opacity="0.25" />
      <path d="M14.5 8A6.5 6.5 0 0 0 8 1.5" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
