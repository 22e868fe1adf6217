import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";
import { packed } from "./plugins/packed.ts";
import { single } from "./plugins/single.ts";

// The page in a single file, to be opened from a disk: `npm run build:single`.
export default defineConfig({
  mode: "single",
  base: "./",
  publicDir: false,
  plugins: [vue(), packed(), single()],
  build: {
    target: "es2022",
    outDir: "dist-single",
    assetsInlineLimit: () => true,
    cssCodeSplit: false,
    modulePreload: false,
    chunkSizeWarningLimit: Infinity,
    rolldownOptions: { output: { codeSplitting: false } },
  },
  // From a file, Chromium starts no worker that is a module.
  worker: { format: "iife" },
});
