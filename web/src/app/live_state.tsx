import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { apply_event, apply_gap } from "@/api/live";
import { LiveStream, type StreamState } from "@/api/stream";

const LiveContext = createContext<StreamState>("connecting");

export function useLiveState(): StreamState {
  return useContext(LiveContext);
}

/** Keeps the event stream open while somebody is signed in, and lets its events into the data on screen. */
export function Live({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, set_state] = useState<StreamState>("connecting");
  useEffect(() => {
    const stream = new LiveStream(["transactions", "balances"], {
      event: (event) => apply_event(client, event),
      state: set_state,
      gap: () => apply_gap(client),
    });
    stream.start();
    return () => stream.stop();
  }, [client]);
  return <LiveContext value={state}>{children}</LiveContext>;
}
