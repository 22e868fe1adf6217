// JSON Schema to TypeScript: `node scripts/types.mjs SCHEMA OUT`. One declaration for each definition, with its words.
// It knows what our schemas use, and stops at anything else.
import { readFileSync, writeFileSync } from "node:fs";

const [schemaFile, outFile] = process.argv.slice(2);
const { $defs } = JSON.parse(readFileSync(schemaFile, "utf8"));

/** Envelopes of JSON; here they are typed arrays, lists and ids. A plan is an object with methods. */
const LEFT_OUT = new Set(["Pairs", "ResponsibleAll", "Households", "Located", "Changes", "PlanReport", "Move", "Receipts"]);

const indent = (text) => text.replace(/^(?=.)/gm, "  ");

function doc(text) {
  if (text === undefined) return "";
  const lines = text.replaceAll("*/", "* /").split("\n");
  if (lines.length === 1) return `/** ${lines[0]} */\n`;
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}

function fields(schema) {
  const required = new Set(schema.required);
  // What we read may also be said to be absent; what we write is either there or not.
  const absent = schema.additionalProperties === false ? " | undefined" : "";
  const lines = Object.entries(schema.properties ?? {}).map(([key, own]) => {
    const mark = required.has(key) ? "" : "?";
    const shown = /^\w+$/.test(key) ? key : JSON.stringify(key);
    return `${doc(own.description)}${shown}${mark}: ${type(own)}${mark && absent};`;
  });
  return `{\n${indent(lines.join("\n"))}\n}`;
}

function ofType(schema, one) {
  switch (one) {
    case "string":
    case "boolean":
    case "null":
      return one;
    case "integer":
    case "number":
      return "number";
    case "array": {
      const item = type(schema.items);
      if (schema.maxItems === undefined) return /^[\w.]+$/.test(item) ? `${item}[]` : `(${item})[]`;
      if (schema.minItems !== schema.maxItems) throw new Error(`an array of any length: ${JSON.stringify(schema)}`);
      return `[${Array(schema.maxItems).fill(item).join(", ")}]`;
    }
    case "object":
      return fields(schema);
    default:
      throw new Error(`unknown type ${one}`);
  }
}

function type(schema) {
  if (schema.$ref !== undefined) return schema.$ref.replace("#/$defs/", "");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) {
    const union = choices.map((own) => `\n| ${doc(own.description).trim()} ${type(own)}`).join("");
    return schema.properties === undefined ? indent(union) : `${fields(schema)} & (${indent(union)}\n)`;
  }
  return [schema.type].flat().map((one) => ofType(schema, one)).join(" | ");
}

function declaration([own, schema]) {
  const shown = type(schema);
  const head = doc(schema.description);
  const isObject = schema.type === "object" && schema.oneOf === undefined;
  return isObject ? `${head}export interface ${own} ${shown}\n` : `${head}export type ${own} = ${shown.trim()};\n`;
}

const parts = Object.entries($defs).filter(([own]) => !LEFT_OUT.has(own));
const text = `// Generated from the JSON Schema, which is generated from the Rust types: change those.\n\n${parts.map(declaration).join("\n")}`;
writeFileSync(outFile, text);
