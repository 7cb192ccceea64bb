/** The colour of each status. */
export type Tone = "good" | "bad" | "warm" | "calm" | "off";
const TONES: Record<string, Tone> = {
  PENDING: "calm", PAID: "warm", SHIPPED: "calm", COMPLETED: "good", CLOSED: "off", REFUNDING: "bad", REFUNDED: "off",
  ASKED: "bad", AGREED: "calm", SENT: "warm", RECEIVED: "calm", DENIED: "off", WITHDRAWN: "off", EXPIRED: "off",
  OPEN: "warm", SUCCESS: "good", FAILED: "bad", WAITING: "warm", PROCESSING: "calm", DONE: "good", RUNNING: "calm",
  shown: "good", hidden: "off", draft: "warm", SCHEDULED: "calm", PUSHED: "good", CANCELLED: "off",
  LIVE: "good", PLANNED: "calm", ENDED: "off", STOPPED: "bad", HUMAN: "good", BOT: "calm", running: "good", planned: "calm", stopped: "off",
  better: "good", worse: "bad", noDifference: "off", undecided: "calm", tooEarly: "calm", noData: "off", broken: "bad",
};
export const tone = (status: string | null | undefined): Tone => TONES[status ?? ""] ?? "calm";
