// What the core refuses, in both languages.
import type { ErrorData } from "wangge";
import { language } from "./language";

export function errorText(error: ErrorData): string {
  return language.value === "zh" ? error.message : error.message;
}
