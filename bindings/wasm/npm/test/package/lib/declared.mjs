// What the declarations of the installed package say that each method gives, and whether a value is that.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import ts from "typescript-5";
import { SCHEMA, installed } from "./place.mjs";

const DECLARATIONS = join(installed(), "node_modules/wangge/dist/index.d.ts");

const schema = JSON.parse(readFileSync(SCHEMA, "utf8"));
const program = ts.createProgram([DECLARATIONS], { strict: true, exactOptionalPropertyTypes: true, lib: ["lib.es2022.d.ts"] });
const checker = program.getTypeChecker();
const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(DECLARATIONS)));

/** Answers say all that is in them: a property that the schema does not know is a mistake too. */
function close(own, isInside = false) {
  if (own.properties !== undefined && own.additionalProperties === undefined && !isInside) own.unevaluatedProperties = false;
  for (const branch of [...(own.oneOf ?? []), ...(own.anyOf ?? [])]) close(branch, isInside || own.properties !== undefined);
  for (const part of [...Object.values(own.properties ?? {}), ...(own.items ? [own.items] : [])]) close(part);
}
Object.values(schema.$defs).forEach((own) => close(own));

const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allowUnionTypes: true, validateFormats: false });
ajv.addSchema(schema, "types");

/** The names of the types in the schema. */
export const TYPES = Object.keys(schema.$defs);

/** Checks a value against a type of the schema. */
export function checkSchema(name, value) {
  const validate = ajv.getSchema(`types#/$defs/${name}`);
  if (validate === undefined) throw new Error(`the schema has no type ${name}`);
  if (validate(value)) return;
  const [{ instancePath, message, params }] = validate.errors;
  throw new Error(`${name}${instancePath} ${message} ${JSON.stringify(params)}: ${JSON.stringify(value).slice(0, 500)}`);
}

/** The public methods and data of a class, with what they give. */
export function members(className) {
  const symbol = exported.find(({ name }) => name === className);
  const own = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol));
  const named = own.filter(({ name }) => !name.startsWith("__"));
  return new Map(named.map((member) => {
    const type = checker.getTypeOfSymbol(member);
    const [signature] = type.getCallSignatures();
    return [member.name, signature === undefined ? type : signature.getReturnType()];
  }));
}

/** The type of the schema that a declared type is, if it is one. */
function schemaName(type) {
  const symbol = type.aliasSymbol ?? type.symbol;
  const file = symbol?.declarations?.[0]?.getSourceFile().fileName;
  if (file === undefined || basename(file) !== "types.d.ts" || symbol.name === "__type") return undefined;
  return symbol.name;
}

function isOurs(type) {
  return type.symbol?.declarations?.some((one) => one.getSourceFile().fileName.includes("/wangge/dist/")) ?? false;
}

/** The types of the schema that a declared type is made of. */
export function schemaTypes(type) {
  const name = schemaName(type);
  if (name !== undefined) return [name];
  if (checker.isArrayType(type)) return schemaTypes(checker.getTypeArguments(type)[0]);
  if (type.isUnion()) return type.types.flatMap(schemaTypes);
  if (!isOurs(type) || type.isClass()) return [];
  return checker.getPropertiesOfType(type).flatMap((part) => schemaTypes(checker.getTypeOfSymbol(part)));
}

/** Checks a value against a declared type; what the schema knows, by the schema. */
export function checkDeclared(type, value, path) {
  const shown = checker.typeToString(type);
  const wrong = () => new Error(`${path} is declared ${shown}, and is ${JSON.stringify(value)?.slice(0, 200)}`);
  const name = schemaName(type);
  if (name !== undefined) {
    checkSchema(name, value);
  } else if (checker.isArrayType(type)) {
    if (!Array.isArray(value)) throw wrong();
    const [item] = checker.getTypeArguments(type);
    value.forEach((one, at) => checkDeclared(item, one, `${path}[${at}]`));
  } else if (type.isUnion()) {
    const isOne = type.types.some((own) => {
      try {
        checkDeclared(own, value, path);
        return true;
      } catch {
        return false;
      }
    });
    if (!isOne) throw wrong();
  } else if (type.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.Undefined)) {
    const expected = type.flags & ts.TypeFlags.StringLike ? "string" : type.flags & ts.TypeFlags.NumberLike ? "number" : "undefined";
    if (typeof value !== expected) throw wrong();
  } else if (isOurs(type) && !type.isClass()) {
    const parts = checker.getPropertiesOfType(type);
    const names = parts.map((part) => part.name);
    if (Object.keys(value).some((key) => !names.includes(key))) throw wrong();
    for (const part of parts) checkDeclared(checker.getTypeOfSymbol(part), value[part.name], `${path}.${part.name}`);
  } else if (value?.constructor?.name !== type.symbol?.name) {
    throw wrong();
  }
}

/** The names of the properties that hold one of a few words. */
export function wordProperties() {
  const found = new Set();
  const isWord = (own) => own.const !== undefined || own.enum !== undefined || (own.oneOf ?? []).some(isWord)
    || (own.$ref !== undefined && isWord(schema.$defs[own.$ref.replace("#/$defs/", "")]));
  const look = (own) => {
    for (const [name, part] of Object.entries(own.properties ?? {})) {
      if (isWord(part)) found.add(name);
      look(part);
    }
    [...(own.oneOf ?? []), ...(own.anyOf ?? []), ...(own.items ? [own.items] : [])].forEach(look);
  };
  Object.values(schema.$defs).forEach(look);
  return found;
}

/** How a type of the schema is called in TypeScript, if it is. */
export function typeScriptName(name) {
  return exported.some((symbol) => symbol.name === name) ? name : undefined;
}
