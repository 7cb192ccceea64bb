/** The shop's time is Shanghai's, wherever the browser is. Shanghai has no summer time: UTC+8. */
import { t } from "./language";

export const MINUTE = 60_000;
const SHIFT = 8 * 3600_000;
const two = (value: number) => String(value).padStart(2, "0");

function parts(at: number) {
  const day = new Date(at + SHIFT);
  return {
    date: `${day.getUTCFullYear()}-${two(day.getUTCMonth() + 1)}-${two(day.getUTCDate())}`,
    clock: `${two(day.getUTCHours())}:${two(day.getUTCMinutes())}`,
    seconds: two(day.getUTCSeconds()),
  };
}

export const date = (at: number): string => parts(at).date;
export const clock = (at: number): string => parts(at).clock;
export const minute = (at: number): string => `${parts(at).date} ${parts(at).clock}`;
export const second = (at: number): string => `${minute(at)}:${parts(at).seconds}`;

/** The start of the day in Shanghai, some days from today's. */
export const midnight = (days = 0, now = Date.now()): number =>
  Math.floor((now + SHIFT) / 86_400_000) * 86_400_000 - SHIFT + days * 86_400_000;

/** What `<input type="datetime-local">` takes and gives. */
export const toInput = (at: number | null): string => (at === null ? "" : minute(at).replace(" ", "T"));
export function fromInput(text: string): number | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?/.exec(text);
  if (!found) return null;
  const [year, month, day, hours, minutes] = found.slice(1).map((value) => Number(value ?? 0));
  return Date.UTC(year!, month! - 1, day, hours, minutes) - SHIFT;
}

/** A length of time in its two largest units. The smaller one is left out where it is zero. */
export function span(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (days > 0) return hours ? t("span.daysHours", { days, hours }) : t("span.days", { days });
  if (hours > 0) return rest ? t("span.hoursMinutes", { hours, minutes: rest }) : t("span.hours", { hours });
  if (minutes > 0) return t("span.minutes", { minutes: rest });
  return t("seconds", { seconds: Math.max(0, Math.floor(ms / 1000)) });
}
