/** The lines of an order, by name: the goods, and which of their SKUs. */
import { marked } from "./marks";

export interface Named {
  title: string;
  options?: Record<string, string>;
}

export const skuOf = (line: Named): string => Object.values(line.options ?? {}).join(" / ");

/** As one text, where no element can be. */
export const lineName = (line: Named): string => marked(`${line.title} ${skuOf(line)}`.trimEnd());
