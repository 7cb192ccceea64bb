/** Send a picture to the shop's bucket by the form that getUpload gives. */
import { call, Refusal } from "../api/client";
import { t } from "./language";

const TYPES = ["image/jpeg", "image/png", "image/webp", "image/gif"] as const;
export const ACCEPT = TYPES.join(",");

export async function upload(file: File): Promise<string> {
  const type = TYPES.find((one) => one === file.type);
  if (!type) throw new Refusal("TYPE", t("upload.type"));
  const form = await call("getUpload", { contentType: type });
  if (file.size > form.maxBytes) throw new Refusal("SIZE", t("upload.size", { mb: Math.floor(form.maxBytes / 1_048_576) }));
  const body = new FormData();
  for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
  body.append("file", file);
  const answer = await fetch(form.uploadUrl, { method: "POST", body, credentials: "omit" }).catch(() => null);
  if (!answer?.ok) throw new Refusal("UPLOAD", t("upload.failed"));
  return form.url;
}
