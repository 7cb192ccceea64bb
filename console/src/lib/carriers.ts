/** The carriers that shops use most, by WeChat's ids; any other id of WeChat's can be typed. */
export const CARRIERS: Record<string, string> = {
  SF: "顺丰速运",
  ZTO: "中通快递",
  YTO: "圆通速递",
  YD: "韵达速递",
  STO: "申通快递",
  JTSD: "极兔速递",
  JD: "京东快递",
  EMS: "EMS",
  YZPY: "邮政快递包裹",
  YZBK: "邮政国内标快",
  DBL: "德邦快递",
  HTKY: "百世快递",
  DNWL: "丹鸟物流",
  FWX: "丰网速运",
  ZJS: "宅急送",
  KYSY: "跨越速运",
  UC: "优速快递",
  ZYKD: "中邮快递",
  SS: "闪送",
  YMDD: "壹米滴答",
  ANEKY: "安能物流",
};
const SHORT: Record<string, string> = {
  顺丰: "SF", 中通: "ZTO", 圆通: "YTO", 韵达: "YD", 申通: "STO", 极兔: "JTSD", 京东: "JD", 邮政: "YZPY",
  德邦: "DBL", 百世: "HTKY", 丹鸟: "DNWL", 丰网: "FWX", 跨越: "KYSY", 优速: "UC", 安能: "ANEKY",
};

/** WeChat's id of what a sheet says: an id, a name, or how people call it. "" if nobody knows. */
export function carrierId(text: string): string {
  const said = text.trim();
  const upper = said.toUpperCase();
  if (/^[A-Z0-9_]{2,20}$/.test(upper)) return upper;
  const full = Object.entries(CARRIERS).find(([, name]) => name === said);
  if (full) return full[0];
  const short = said.replace(/(快递|速递|速运|物流|快运)$/, "");
  return SHORT[short] ?? "";
}
