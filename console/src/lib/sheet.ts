/** A sheet of parcels, pasted from a spreadsheet or read from a file: order, carrier, number, contact. */
import { carrierId } from "./carriers";

export interface SheetRow {
  line: number;
  orderId: string;
  carrier: string;
  /** What the sheet said, where it is not WeChat's id. */
  said: string;
  trackingNumber: string;
  contact: string;
  problem: "" | "orderId" | "carrier" | "trackingNumber" | "contact" | "twice";
}

/** The cells of the lines. Tabs if there are any (that is what a spreadsheet copies), else commas;
 * full-width ones if there is no other: beside those they are a part of an address or a remark. */
export function cells(text: string): string[][] {
  const tab = ["\t", ","].find((sign) => text.includes(sign)) ?? "，";
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    row.push(cell.trim());
    cell = "";
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[at++];
      else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === tab) endCell();
    else if (sign === "\n") {
      endCell();
      rows.push(row);
      row = [];
    } else if (sign !== "\r" && sign !== "\ufeff") cell += sign;
  }
  endCell();
  rows.push(row);
  return rows;
}

const HEADINGS: [keyof SheetRow, RegExp][] = [
  ["orderId", /订单|order/i],
  ["carrier", /快递公司|物流公司|承运|carrier/i],
  ["trackingNumber", /单号|运单|tracking/i],
  ["contact", /电话|手机|contact|phone/i],
];

/** The rows of a sheet. A heading, if there is one, says the order of the columns. */
export function readSheet(text: string): SheetRow[] {
  const all = cells(text).map((row, at) => ({ row, line: at + 1 })).filter(({ row }) => row.some((cell) => cell !== ""));
  const places = headings(all[0]?.row ?? []);
  const order = places ?? { orderId: 0, carrier: 1, trackingNumber: 2, contact: 3 };
  const seen = new Set<string>();
  return (places ? all.slice(1) : all).map(({ row, line }) => {
    const at = (name: string) => row[order[name] ?? -1] ?? "";
    const said = at("carrier");
    // A spreadsheet marks a number that is a text by an apostrophe.
    const found = { line, said, carrier: carrierId(said), orderId: at("orderId").replace(/^'/, ""), trackingNumber: at("trackingNumber").replace(/^'/, "").replace(/\s+/g, ""), contact: at("contact") };
    const key = `${found.orderId} ${found.carrier} ${found.trackingNumber}`;
    const problem = fault(found) || (seen.has(key) ? "twice" : "");
    seen.add(key);
    return { ...found, problem };
  });
}

function headings(first: string[]): Record<string, number> | null {
  const places: Record<string, number> = {};
  first.forEach((cell, at) => {
    const found = HEADINGS.find(([name, pattern]) => places[name] === undefined && pattern.test(cell) && !/\d{4}/.test(cell));
    if (found) places[found[0]] = at;
  });
  return "orderId" in places && "trackingNumber" in places ? places : null;
}

function fault(row: { orderId: string; carrier: string; trackingNumber: string; contact: string }): SheetRow["problem"] {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(row.orderId)) return "orderId";
  if (row.carrier === "") return "carrier";
  if (!/^[A-Za-z0-9-]{4,32}$/.test(row.trackingNumber)) return "trackingNumber";
  if (row.carrier === "SF" && row.contact === "") return "contact";
  return "";
}
