import WebSocket from "ws";

export interface StreamedEvent {
  cursor: string;
  type: string;
  time: string;
  data: any;
}

/** A stream that is open; what has come is in `events`. */
export interface OpenStream {
  events: StreamedEvent[];
  /** Everything that came, as it came. */
  raw: string[];
  close(): void;
}

/** Opens the WebSocket; rejects with the HTTP status when it is refused. */
export async function openWebSocket(url: string, query: string, headers: Record<string, string>): Promise<OpenStream> {
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/v1/stream?${query}`, { headers });
  const events: StreamedEvent[] = [];
  const raw: string[] = [];
  socket.on("message", (data) => {
    raw.push(data.toString());
    const event = JSON.parse(data.toString());
    if (event.type) events.push(event);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("unexpected-response", (_, response) => reject(new Error(`HTTP ${response.statusCode}`)));
    socket.once("error", reject);
  });
  socket.on("error", () => socket.terminate());
  return { events, raw, close: () => socket.terminate() };
}

/** Opens the event stream of HTTP; resolves when the headers have come. */
export async function openEvents(url: string, query: string, headers: Record<string, string>): Promise<OpenStream & { response: Response }> {
  const controller = new AbortController();
  const response = await fetch(`${url}/v1/events?${query}`, { headers: { accept: "text/event-stream", ...headers }, signal: controller.signal });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const events: StreamedEvent[] = [];
  const raw: string[] = [];
  void read(response, raw, events).catch(() => undefined);
  return { events, raw, response, close: () => controller.abort() };
}

async function read(response: Response, raw: string[], events: StreamedEvent[]): Promise<void> {
  let rest = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    raw.push(chunk);
    const messages = (rest + chunk).split("\n\n");
    rest = messages.pop()!;
    for (const message of messages) {
      const data = message.split("\n").filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trim());
      if (data.length > 0) events.push(JSON.parse(data.join("\n")));
    }
  }
}
