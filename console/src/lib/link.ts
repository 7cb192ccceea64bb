/** `#code=…&secret=…`: the link that `make run` prints. Its code is approved already. It is read, and
 * taken out of the address bar, before the router looks at the address. */
const found = new URLSearchParams(location.hash.slice(1));
const code = found.get("code");
const secret = found.get("secret");
if (code && secret) history.replaceState(null, "", location.pathname + location.search);

export const link: { code: string; secret: string } | null = code && secret ? { code, secret } : null;
