/** Doing something: one at a time, with a message of success or of what went wrong. */
import { ElMessage, ElMessageBox } from "element-plus";
import { ref } from "vue";
import { asRefusal } from "./load";
import { t } from "./language";
import type { Refusal } from "../api/client";

/** What to say to a person about a refusal. */
export function explain(refusal: Refusal): string {
  if (refusal.errCode === "NETWORK") return t("error.network");
  if (refusal.errCode === "TIMEOUT") return t("error.timeout");
  return refusal.errMsg || t("error.other", { code: refusal.errCode });
}

export function say(text: string, type: "success" | "warning" | "error" = "success"): void {
  ElMessage({ message: text, type, grouping: true, showClose: true, duration: type === "error" ? 6000 : 3000 });
}

/** `busy` while `work` runs; a second click meanwhile does nothing. True if it succeeded. */
export function action() {
  const busy = ref(false);
  async function run(work: () => Promise<unknown>, done = ""): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    try {
      await work();
      if (done) say(done);
      return true;
    } catch (caught) {
      say(explain(asRefusal(caught)), "error");
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy, run };
}

/** Ask before what cannot be undone. */
export async function sure(text: string, button: string, danger = true): Promise<boolean> {
  return ElMessageBox.confirm(text, t("sure.title"), {
    confirmButtonText: button,
    cancelButtonText: t("cancel"),
    confirmButtonClass: danger ? "el-button--danger" : "",
    type: danger ? "warning" : "info",
    autofocus: false,
  }).then(
    () => true,
    () => false,
  );
}
