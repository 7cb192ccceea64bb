/** Who is signed in. It is kept in memory alone: a reload signs out. */
import { shallowRef } from "vue";

export type Role = "operator" | "host" | "agent";
export interface Session {
  token: string;
  /** For revokeConsole: signing out ends the session at the shop, too. */
  sessionId: string;
  openid: string;
  roles: Role[];
  expiresAt: number;
}

export const session = shallowRef<Session | null>(null);
/** Why the last session is over: by the user, or by the shop (expired, revoked, role taken away). */
export const endedBy = shallowRef<"" | "user" | "ended">("");

export function signIn(found: Session): void {
  session.value = found;
  endedBy.value = "";
}

export function signOut(why: "user" | "ended"): void {
  session.value = null;
  endedBy.value = why;
}

export const has = (...roles: Role[]): boolean =>
  roles.some((role) => session.value?.roles.includes(role));
