import vue from "@vitejs/plugin-vue";
import { readFileSync } from "node:fs";
import { defineConfig, type ProxyOptions } from "vite";

/** In development the page and the functions have one origin: what is no file of the page goes to
 * the local stack, whose addresses `make up` writes to .local/stack.json. */
function proxy(): Record<string, ProxyOptions> {
  const api = JSON.parse(readFileSync("../.local/stack.json", "utf8")).api;
  return { "/api": { target: api, rewrite: (path) => path.replace(/^\/api/, "") } };
}

export default defineConfig(({ command }) => ({
  // Relative: the page is served below a stage, a folder of a bucket, or at the root of a domain.
  base: "./",
  plugins: [vue()],
  build: { target: "es2022", assetsInlineLimit: 0, reportCompressedSize: false },
  server: command === "serve" ? { proxy: proxy() } : {},
}));
