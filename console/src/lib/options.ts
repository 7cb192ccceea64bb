/** The options of goods and the matrix of their SKUs: each choice of values is one SKU. */
export interface OptionDraft {
  /** What is in the field now: while it is typed, it may be empty or the name of another option. */
  name: string;
  /** Its name in the SKUs: the last one that was usable. */
  settled: string;
  values: string[];
}
export interface SkuDraft {
  skuId: string | null;
  options: Record<string, string>;
  title: string;
  price: number | null;
  stock: number | null;
  weight: number | null;
  /** Free units now, where the SKU exists. */
  remaining?: number;
  off: boolean;
}

const keyOf = (options: Record<string, string>): string =>
  Object.entries(options).map(([name, value]) => `${name}=${value}`).sort().join("&");

export const MOST_SKUS = 20;

/** Give options their typed names, in the SKUs too, where these are usable now: all at once, because
 * two options may have changed their names. */
export function settleNames(options: readonly OptionDraft[], skus: readonly SkuDraft[]): void {
  const nameOf = (option: OptionDraft) => option.name.trim();
  let usable = options.filter((option) => nameOf(option) && options.every((one) => one === option || nameOf(one) !== nameOf(option)));
  for (let before = -1; before !== usable.length; ) {
    before = usable.length;
    const kept = options.filter((option) => !usable.includes(option)).map((option) => option.settled);
    usable = usable.filter((option) => !kept.includes(nameOf(option)));
  }
  const renamed = new Map(usable.map((option) => [option.settled, nameOf(option)]));
  for (const sku of skus) sku.options = Object.fromEntries(Object.entries(sku.options).map(([name, value]) => [renamed.get(name) ?? name, value]));
  for (const option of usable) option.settled = nameOf(option);
}

/** All SKUs of these options, in their order. What was typed of a SKU with the same values stays. */
export function matrix(options: readonly OptionDraft[], before: readonly SkuDraft[], price: number | null): SkuDraft[] {
  const named = options.filter((option) => option.settled && option.values.length > 0);
  if (named.length === 0) return [];
  let rows: Record<string, string>[] = [{}];
  for (const option of named) rows = rows.flatMap((row) => option.values.map((value) => ({ ...row, [option.settled]: value })));
  const known = new Map(before.map((sku) => [keyOf(sku.options), sku]));
  return rows.map((values) => {
    const kept = known.get(keyOf(values));
    if (kept) return { ...kept, options: values };
    return { skuId: null, options: values, title: Object.values(values).join(" / "), price, stock: 0, weight: 0, off: false };
  });
}
