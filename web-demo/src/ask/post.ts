// A post in words.
import type { Link } from "wangge";
import { open } from "../state/county";
import { nameOf } from "../state/names";
import { language, told } from "../words/language";

/** The post with its unit: "第1网格 网格长". */
export function postName(post: Link["post"]): string {
  const scheme = open.value?.scheme;
  if (post.type === "caretakers") return told(scheme?.programmes?.find((own) => own.id === post.programme)?.name);
  const name = post.type === "department" ? nameOf(post.department) : told(scheme?.roles.find((own) => own.id === post.role)?.name);
  return language.value === "zh" ? `${nameOf(post.unit)} ${name}` : `${name}, ${nameOf(post.unit)}`;
}
