import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  plugins: [vue()],
  build: { target: "es2022" },
  worker: { format: "es" },
  // The package wangge is linked from another folder of the repository.
  server: { fs: { allow: [".."] } },
});
