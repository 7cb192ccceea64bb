import { CARRIERS } from "./carriers";

/** What a parcel's form says, as the functions take it. */
export interface Draft {
  carrier: string;
  other: string;
  trackingNumber: string;
  contact: string;
}

/** WeChat takes only masked numbers: 13812345678 → 138****5678; 1234 → ****1234. */
export function masked(contact: string): string {
  const said = contact.replace(/[\s-]/g, "");
  if (said === "" || said.includes("*")) return said;
  return said.length > 4 ? `${said.slice(0, Math.min(3, said.length - 4))}****${said.slice(-4)}` : `****${said}`;
}

export const empty = (): Draft => ({ carrier: "ZTO", other: "", trackingNumber: "", contact: "" });
/** The form of a parcel that was sent. */
export const draftOf = (parcel: { carrier: string; trackingNumber: string; contact?: string }): Draft => {
  const listed = CARRIERS.some((id) => id === parcel.carrier);
  return { carrier: listed ? parcel.carrier : "OTHER", other: listed ? "" : parcel.carrier, trackingNumber: parcel.trackingNumber, contact: parcel.contact ?? "" };
};
export const carrierOf = (draft: Draft): string => (draft.carrier === "OTHER" ? draft.other.trim() : draft.carrier);
export const complete = (draft: Draft): boolean =>
  /^[0-9A-Za-z_-]{1,64}$/.test(carrierOf(draft)) &&
  /^[0-9A-Za-z_-]{1,32}$/.test(draft.trackingNumber.trim()) &&
  (draft.carrier !== "SF" || /[0-9]{4}$/.test(draft.contact.trim()));

export const parcelOf = (draft: Draft) => ({
  carrier: carrierOf(draft),
  trackingNumber: draft.trackingNumber.trim(),
  contact: draft.carrier === "SF" ? masked(draft.contact) : null,
});
