/** The language of the page: Chinese, unless the browser asks for another language first. */
import { ref, watchEffect } from "vue";
import { TEXTS, type Key } from "../texts";

export type Language = "zh" | "en";
export const language = ref<Language>(navigator.language.startsWith("zh") ? "zh" : "en");

watchEffect(() => {
  document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
  document.title = t("app.title");
});

/** The text of a key, with `{name}` replaced by its value, if it has one. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  const text: string = TEXTS[key][language.value === "zh" ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (braces, name: string) => String(values[name] ?? braces));
}

/** The text of a value such as a status, or the value itself if the page has no text for it. */
export function named(family: string, value: string | null | undefined): string {
  return value === null || value === undefined ? "" : known(family, value, value);
}

/** The text of a code; or what the function said, if the page has no text for it. */
export function known(family: string, code: string, said: string): string {
  const key = `${family}.${code}`;
  return key in TEXTS ? t(key as Key) : said;
}
