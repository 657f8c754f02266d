import { useCallback, useRef, useState } from "react";

type Keyed = { id: string };

/**
 * Keeps a live list still while somebody is at it: rows already shown are updated in place, new ones wait outside
 * until the pointer and the focus have left, or until they are asked for. Nothing moves under the pointer.
 */
export function useHeldList<T extends Keyed>(items: readonly T[]) {
  const [held, set_held] = useState<readonly string[]>();
  const latest = useRef(items);
  latest.current = items;
  const hold = useCallback(() => set_held((ids) => ids ?? latest.current.map((item) => item.id)), []);
  const release = useCallback(() => set_held(undefined), []);
  const by_id = new Map(items.map((item) => [item.id, item]));
  const kept = held?.flatMap((id) => by_id.get(id) ?? []);
  const known = new Set(held);
  const last_held = held?.findLast((id) => by_id.has(id));
  const after = last_held === undefined ? 0 : items.findIndex((item) => item.id === last_held) + 1;
  const waiting = held ? items.slice(0, after).filter((item) => !known.has(item.id)).length : 0;
  const appended = held ? items.slice(after) : [];
  return {
    shown: kept ? [...kept, ...appended.filter((item) => !known.has(item.id))] : [...items],
    waiting,
    show_all: release,
    handlers: {
      onPointerEnter: hold,
      onPointerLeave: release,
      onFocus: hold,
      onBlur: (event: React.FocusEvent<HTMLElement>) => {
        if (!event.currentTarget.contains(event.relatedTarget) && !event.currentTarget.matches(":hover")) release();
      },
    },
  };
}
