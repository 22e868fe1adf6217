import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";
import { kept } from "./plugins/kept.ts";
import { packed } from "./plugins/packed.ts";

export default defineConfig({
  base: "./",
  plugins: [vue(), packed(), kept()],
  build: { target: "es2022" },
  worker: { format: "es" },
  // The package wangge is linked from another folder of the repository.
  server: { fs: { allow: [".."] } },
});
