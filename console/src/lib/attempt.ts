/** Sending something once, however often its button is pressed after an answer was lost. */
import { newKey, Refusal } from "../api/client";

export interface Attempt {
  key: string;
  at: number;
}

/** `send` gets the same attempt again until it has succeeded, for `life` ms; then it gets a new one.
 * `over` says whether a refusal of a repeated attempt means that the first one never arrived. */
export function attempts(life: number, now: () => number, over: (refusal: Refusal) => boolean) {
  const open = new Map<string, Attempt>();
  async function once(what: string, send: (attempt: Attempt) => Promise<unknown>): Promise<void> {
    const kept = open.get(what);
    const old = kept && now() - kept.at < life ? kept : null;
    const attempt = old ?? { key: newKey(), at: now() };
    open.set(what, attempt);
    try {
      await send(attempt);
      open.delete(what);
    } catch (caught) {
      if (!old || !(caught instanceof Refusal) || !over(caught)) throw caught;
      open.delete(what);
      await once(what, send);
    }
  }
  return once;
}
