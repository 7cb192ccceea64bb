/** Reading from functions: what is loading, what failed, what came. */
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { Refusal } from "../api/client";

export interface Loaded<T> {
  data: ShallowRef<T | null>;
  error: ShallowRef<Refusal | null>;
  busy: Ref<boolean>;
  run: () => Promise<void>;
}

export const asRefusal = (error: unknown): Refusal =>
  error instanceof Refusal ? error : new Refusal("PAGE", String(error));

/** The result of `read`. A later run wins over an earlier one, whatever comes back first. */
export function load<T>(read: () => Promise<T>, now = true): Loaded<T> {
  const data = shallowRef<T | null>(null);
  const error = shallowRef<Refusal | null>(null);
  const busy = ref(false);
  let latest = 0;
  async function run(): Promise<void> {
    const mine = ++latest;
    busy.value = true;
    try {
      const found = await read();
      if (mine !== latest) return;
      data.value = found;
      error.value = null;
    } catch (caught) {
      if (mine === latest) error.value = asRefusal(caught);
    } finally {
      if (mine === latest) busy.value = false;
    }
  }
  if (now) void run();
  return { data, error, busy, run };
}

export interface Page<T> {
  items: T[];
  cursor: string | null;
}

export interface Listed<T> {
  items: ShallowRef<T[]>;
  error: ShallowRef<Refusal | null>;
  busy: Ref<boolean>;
  /** Whether the first page has come, and whether there is another one. */
  ready: Ref<boolean>;
  hasMore: Ref<boolean>;
  more: () => Promise<void>;
  /** From the first page. */
  reload: () => Promise<void>;
  /** From the first page of something else: what is shown goes away at once. */
  restart: () => Promise<void>;
  /** The pages that are shown, once more, without a sign of it; nothing while another read runs. */
  renew: () => Promise<void>;
  /** What failed last, once more. */
  again: () => Promise<void>;
}

const EMPTY_PAGES = 20;

/** A list that comes page by page. A page may be empty although there are more: then the next one
 * is read too. */
export function list<T>(read: (cursor: string | null) => Promise<Page<T>>, now = true): Listed<T> {
  const items = shallowRef<T[]>([]);
  const error = shallowRef<Refusal | null>(null);
  const busy = ref(false);
  const ready = ref(false);
  const hasMore = ref(false);
  let cursor: string | null = null;
  let pages = 0;
  let latest = 0;
  let renewing = false;
  let failed = () => reload();
  async function filled(from: string | null): Promise<Page<T>> {
    let page = await read(from);
    for (let left = EMPTY_PAGES; page.items.length === 0 && page.cursor && left > 0; left--)
      page = await read(page.cursor);
    return page;
  }
  async function next(kept: T[], from: string | null): Promise<void> {
    const mine = ++latest;
    busy.value = true;
    error.value = null;
    try {
      const page = await filled(from);
      if (mine !== latest) return;
      pages = from === null ? 1 : pages + 1;
      show([...kept, ...page.items], page.cursor);
    } catch (caught) {
      if (mine === latest) fail(caught, from === null ? reload : more);
    } finally {
      if (mine === latest) busy.value = false;
    }
  }
  async function renew(): Promise<void> {
    if (busy.value || renewing) return;
    const mine = ++latest;
    renewing = true;
    try {
      const found: T[] = [];
      let from: string | null = null;
      for (let count = 0; count === 0 || (from !== null && count < pages); count++) {
        const page = await filled(from);
        found.push(...page.items);
        from = page.cursor;
      }
      if (mine === latest) show(found, from);
    } catch (caught) {
      if (mine === latest) fail(caught, renew);
    } finally {
      renewing = false;
    }
  }
  function show(found: T[], from: string | null): void {
    items.value = found;
    cursor = from;
    hasMore.value = cursor !== null;
    ready.value = true;
    error.value = null;
  }
  function fail(caught: unknown, what: () => Promise<void>): void {
    error.value = asRefusal(caught);
    failed = what;
  }
  const reload = () => next([], null);
  function restart(): Promise<void> {
    items.value = [];
    ready.value = hasMore.value = false;
    return reload();
  }
  const more = () => (cursor === null ? Promise.resolve() : next(items.value, cursor));
  if (now) void reload();
  return { items, error, busy, ready, hasMore, more, reload, restart, renew, again: () => failed() };
}

/** Run `work` every `ms` while the page is shown; a hidden tab asks nothing. */
export function every(ms: number, work: () => unknown): void {
  const timer = setInterval(() => {
    if (!document.hidden) void work();
  }, ms);
  onScopeDispose(() => clearInterval(timer));
}
