/** Money is integer fen everywhere; people read and write yuan. */
export function yuan(fen: number): string {
  const sign = fen < 0 ? "−" : "";
  const whole = Math.floor(Math.abs(fen) / 100);
  const rest = String(Math.abs(fen) % 100).padStart(2, "0");
  return `${sign}¥${whole.toLocaleString("en-US")}.${rest}`;
}

/** Fen of what somebody typed, or null if it is no amount. No floating point: 19.9 is 1990. */
export function fen(text: string): number | null {
  const found = /^\s*[¥￥]?\s*(\d{1,8})(?:[.．](\d{0,2}))?\s*$/.exec(text);
  if (!found) return null;
  return Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0"));
}

export const plain = (value: number): string =>
  `${Math.floor(value / 100)}.${String(value % 100).padStart(2, "0")}`;
