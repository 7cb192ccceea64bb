/** Asks a question of the analytics and waits for its answer: it may take some seconds. */
import { computed, onScopeDispose, ref, shallowRef } from "vue";
import { call, Refusal } from "../../api/client";
import { t } from "../../lib/language";
import { asRefusal } from "../../lib/load";
import { midnight } from "../../lib/time";

interface Answer {
  queryId?: string;
  state?: "WAITING" | "RUNNING" | "DONE" | "FAILED";
  done?: number;
  total?: number;
  scannedBytes?: number;
  usd?: number;
}

export function question<A extends Answer>(ask: () => Promise<A>) {
  const answer = shallowRef<A | null>(null);
  const error = shallowRef<Refusal | null>(null);
  const busy = ref(false);
  const percent = ref(0);
  let latest = 0;
  onScopeDispose(() => latest++);

  async function run(): Promise<void> {
    const mine = ++latest;
    busy.value = true;
    error.value = null;
    percent.value = 0;
    try {
      let found: A = await ask();
      while (mine === latest && (found.state === "WAITING" || found.state === "RUNNING")) {
        percent.value = Math.round(((found.done ?? 0) / Math.max(1, found.total ?? 1)) * 100);
        await new Promise((done) => setTimeout(done, 1200));
        found = (await call("getAnalysis", { queryId: found.queryId! })) as unknown as A;
      }
      if (mine !== latest) return;
      if (found.state === "FAILED") throw new Refusal("ANALYSIS", t("insight.failed"));
      answer.value = found;
    } catch (caught) {
      if (mine === latest) error.value = asRefusal(caught);
    } finally {
      if (mine === latest) busy.value = false;
    }
  }
  const cost = computed(() => {
    const now = answer.value;
    return now?.scannedBytes === undefined ? "" : t("insight.cost", { mb: (now.scannedBytes / 1_048_576).toFixed(1), usd: (now.usd ?? 0).toFixed(5) });
  });
  return { answer, error, busy, percent, run, cost };
}

/** The last days, today included. */
export function days(count: number) {
  return { from: ref<number | null>(midnight(1 - count)), to: ref<number | null>(midnight()) };
}
export const until = (to: number): number => to + 86_399_999;
export const percent = (rate: number | null | undefined): string => (rate == null ? "–" : `${(rate * 100).toFixed(1)}%`);
