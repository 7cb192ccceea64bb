import { TEXTS, type Key } from "../texts";

/** The carriers that shops use most, by WeChat's ids; any other id of WeChat's can be typed. */
export const CARRIERS = [
  "SF", "ZTO", "YTO", "YD", "STO", "JTSD", "JD", "EMS", "YZPY", "YZBK", "DBL",
  "HTKY", "DNWL", "FWX", "ZJS", "KYSY", "UC", "ZYKD", "SS", "YMDD", "ANEKY",
] as const;
/** How people call them in a sheet. */
const SHORT: Record<string, string> = {
  顺丰: "SF", 中通: "ZTO", 圆通: "YTO", 韵达: "YD", 申通: "STO", 极兔: "JTSD", 京东: "JD", 邮政: "YZPY",
  德邦: "DBL", 百世: "HTKY", 丹鸟: "DNWL", 丰网: "FWX", 跨越: "KYSY", 优速: "UC", 安能: "ANEKY",
};

/** WeChat's id of what a sheet says: an id, a name, or how people call it. "" if nobody knows. */
export function carrierId(text: string): string {
  const said = text.trim();
  const upper = said.toUpperCase();
  const full = CARRIERS.find((id) => TEXTS[`carrier.${id}` satisfies Key].some((name) => name.toUpperCase() === upper));
  if (full) return full;
  if (/^[A-Z0-9_]{2,20}$/.test(upper)) return upper;
  const short = said.replace(/(快递|速递|速运|物流|快运)$/, "");
  return SHORT[short] ?? "";
}
