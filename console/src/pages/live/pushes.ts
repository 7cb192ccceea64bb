/** The pushes of a room, page by page, and the titles of their goods. */
import { computed, reactive, ref, watch } from "vue";
import { call } from "../../api/client";
import type { Schemas } from "../../api/types";
import { load } from "../../lib/load";

export type Push = Schemas["PushMarker"];
interface Page {
  items: Push[];
  next: string | null;
}
const MOST_PAGES = 20;

/** Page by page; `until` says to which time (ms UTC) all pages are read at once. `more` reads one page
 * more. A refresh reads no page again whose pushes are all over. */
export function pushesOf(liveId: string, until: () => number) {
  let pages: Page[] = [];
  let wanted = 1;
  const hasMore = ref(false);
  const loaded = load(async () => {
    const open = pages.findIndex((page) => page.next === null || page.items.some((push) => push.status === "SCHEDULED"));
    const found = open < 0 ? pages.slice(0, -1) : pages.slice(0, open);
    let from = found.at(-1)?.next ?? null;
    let enough = false;
    while (!enough) {
      const page: Schemas["PushTimeline"] = await call("listGoodsPush", { liveId, cursor: from });
      found.push({ items: page.items, next: page.cursor });
      from = page.cursor;
      const isThere = found.length >= MOST_PAGES || (page.items.at(-1)?.fireAt ?? 0) >= until();
      enough = from === null || (isThere && found.length >= wanted);
    }
    pages = found;
    wanted = found.length;
    hasMore.value = from !== null;
    return found.flatMap((page) => page.items);
  }, false);
  async function more(): Promise<void> {
    wanted++;
    await loaded.run();
  }
  return { ...loaded, hasMore, more };
}

/** Titles of goods: those that a page has seen, and those of the pushes, each asked for once. */
export function titlesOf(pushes: () => Push[]) {
  const titles = reactive(new Map<string, string>());
  const asked = new Set<string>();
  const note = (goods: readonly { goodsId: string; title: string }[]) => goods.forEach((one) => titles.set(one.goodsId, one.title));
  watch(pushes, async (all) => {
    for (const { goodsId } of all) {
      if (titles.has(goodsId) || asked.has(goodsId)) continue;
      asked.add(goodsId);
      // Goods that are hidden now have no page: their id is shown.
      await call("getGoods", { goodsId }).then((found) => titles.set(goodsId, found.title), () => undefined);
    }
  });
  return { note, titleOf: computed(() => (goodsId: string) => titles.get(goodsId) ?? goodsId) };
}
