/** Calls cloud functions: `await call("getOrder", { orderId })`. */
import { language } from "../lib/language";
import { session, signOut } from "../session";
import type { Input, Name, Output } from "./types";

/** A function said no, or nobody answered. `errMsg` is for people and says what they can do. */
export class Refusal extends Error {
  constructor(
    readonly errCode: string,
    readonly errMsg: string,
    readonly requestId = "",
  ) {
    super(errMsg);
  }
}

const MOST_MS = 30_000;

/** Where the functions are. The page is served at <api>/console/, unless its own head says otherwise. */
export const api = new URL(
  document.querySelector<HTMLMetaElement>('meta[name="tuan-api"]')?.content || (import.meta.env.DEV ? "/api/" : "../"),
  location.href,
);

/** `key`: an Idempotency-Key. The same key gets the first answer again and does nothing twice. */
export async function call<N extends Name>(name: N, input: Input<N>, key?: string): Promise<Output<N>> {
  const token = session.value?.token;
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "accept-language": language.value === "zh" ? "zh-CN" : "en",
  };
  if (token) headers.authorization = `Bearer ${token}`;
  if (key) headers["idempotency-key"] = key;
  const answer = await reach(name, { method: "POST", headers, body: JSON.stringify(input) });
  const body = await answer.json().catch(() => null);
  if (answer.ok && body !== null) return body as Output<N>;
  const refusal = new Refusal(
    body?.errCode ?? `HTTP_${answer.status}`,
    body?.errMsg ?? body?.message ?? "",
    body?.requestId ?? "",
  );
  if (token && token === session.value?.token && answer.status === 401) signOut("ended");
  throw refusal;
}

async function reach(name: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(new URL(name, api), {
      ...request,
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(MOST_MS),
    });
  } catch (error) {
    const late = error instanceof DOMException && error.name === "TimeoutError";
    throw new Refusal(late ? "TIMEOUT" : "NETWORK", "");
  }
}

export const newKey = (): string => crypto.randomUUID();
