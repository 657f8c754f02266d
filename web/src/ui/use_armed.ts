import { useEffect, useState } from "react";

/** Time that the effects stay on screen before they can be confirmed. */
export const kArmAfterMs = 500;

/**
 * True once `shown` has stood unchanged on screen for half a second. A press that was meant for the step before, or
 * for other figures, therefore meets a button that does nothing.
 */
export function useArmed(shown: object | undefined): boolean {
  const [armed_for, set_armed_for] = useState<object>();
  useEffect(() => {
    if (shown === undefined) return;
    const timer = setTimeout(() => set_armed_for(shown), kArmAfterMs);
    return () => clearTimeout(timer);
  }, [shown]);
  return shown !== undefined && armed_for === shown;
}
