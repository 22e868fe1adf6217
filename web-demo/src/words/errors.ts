// Why there is no answer, as a plain sentence: what is wrong, and what to do next.
import type { ErrorCode, ErrorData } from "wangge";
import { count, language, type Text, told } from "./language";
import { shown, visible } from "./visible";
import { WORK_ERRORS } from "./work-faults";

const text = (zh: string, en: string): Text => ({ zh, en });

/** A document and a request are refused for the same reasons. */
type Reading = Extract<ErrorCode, `request.${string}`> extends `request.${infer Name}` ? Name : never;
const READING: Record<Exclude<Reading, "purpose" | "incomplete">, Text> = {
  io: text("读取失败。请检查文件还在不在、网络通不通，再试一次", "It could not be read. Look whether the file is still there, or the network, and try again"),
  encoding: text(
    "不是 UTF-8 编码（多半是 GBK），请另存为 UTF-8，再放进来",
    "It is not in UTF-8 (perhaps in GBK): save it as UTF-8, and hand it in again",
  ),
  syntax: text("不是正确的 JSON。请到所指的行列改正，或重新导出", "It is not valid JSON. Correct it at the line and column that is named, or export it again"),
  truncated: text("文件不完整，写到一半就断了。请重新导出或重新复制", "The file is not complete: it breaks off. Export or copy it again"),
  number: text("数字超出范围。请改正所指的数", "A number is out of range. Correct the one that is named"),
  version: text(
    "格式版本不符：这一页读的是 wangge/1。请按这个格式导出，或更新这一页",
    "It is of another version: this page reads wangge/1. Export it so, or update this page",
  ),
  type: text("值的类型不对，比如该写数字的写成了文字。请改正所指的一项", "A value is of another type, such as text in place of a number. Correct the field that is named"),
  value: text("值不在允许范围。请改正所指的一项", "A value may not stand here. Correct the field that is named"),
  "unknown-field": text("有不认识的字段。请检查拼写，或删去它", "There is an unknown field. Look how it is spelt, or delete it"),
  "duplicate-key": text("同一字段出现两次。请只留一个", "A field stands twice. Keep just one"),
  "missing-field": text("缺少必填字段。请补上", "A required field is missing. Add it"),
};

export const ERRORS: Record<ErrorCode, Text> = {
  "subject.unknown": text("没有这个编号的户、地或单元。请从左边重新选", "No household, site or unit has this id. Choose again on the left"),
  "subject.not-on-date": text("在这一天不存在。请换一个日期，或另选一个", "It does not exist on this date. Choose another date, or something else"),
  "unit.unknown": text("没有这个编号的单元。请从左边重新选", "No unit has this id. Choose again on the left"),
  "household.unknown": text("没有这个编号的户。请从左边重新选", "No household has this id. Choose again on the left"),
  "person.unknown": text("没有这个编号的人员。请重新选", "Nobody has this id. Choose again"),
  "kind.unknown": text("模式中没有这个事项类别。请重新选", "The scheme has no such kind of matter. Choose again"),
  "action.unknown": text("没有这种操作", "There is no such action"),
  "level.unknown": text("模式中没有这个层级。请重新选", "The scheme has no such level. Choose again"),
  "programme.unknown": text("模式中没有这个包户制度。请重新选", "The scheme has no such programme. Choose again"),
  "level.no-households": text("这个层级的单元不直接含户。请换一个层级", "Units of this level hold no households themselves. Choose another level"),
  "assign.max-below-min": text("最多的户数少于最少的户数。请把上限调高", "The most is fewer than the least. Raise the maximum"),
  "assign.too-large": text("户数太多或代价太大。请分单元来做", "There are too many households, or costs are too high. Do it unit by unit"),
  "calendar.year-unknown": text(
    "日历没有这一年的工作日表。请在文档的 scheme.calendar.years 中补上，或换一个日期",
    "The calendar has no working days for this year. Add the year to scheme.calendar.years of the document, or choose another date",
  ),
  "calendar.out-of-range": text("期限超出日期范围。请换一个日期", "A deadline lies beyond all dates. Choose another date"),
  "period.empty": text("结束日须晚于开始日。请改正其中一个", "The end must be later than the start. Correct one of them"),
  "document.io": READING.io,
  "request.io": READING.io,
  "document.encoding": READING.encoding,
  "request.encoding": READING.encoding,
  "document.syntax": READING.syntax,
  "request.syntax": READING.syntax,
  "document.truncated": READING.truncated,
  "request.truncated": READING.truncated,
  "document.number": READING.number,
  "request.number": READING.number,
  "document.version": READING.version,
  "request.version": READING.version,
  "document.type": READING.type,
  "request.type": READING.type,
  "document.value": READING.value,
  "request.value": READING.value,
  "document.unknown-field": READING["unknown-field"],
  "request.unknown-field": READING["unknown-field"],
  "document.duplicate-key": READING["duplicate-key"],
  "request.duplicate-key": READING["duplicate-key"],
  "document.missing-field": READING["missing-field"],
  "request.missing-field": READING["missing-field"],
  "document.faults": text("文档有错误，所以没有打开。请按下面逐处改正", "The document has faults, so it was not opened. Correct what is listed"),
  "transaction.faults": text("这样改会破坏规则，所以一点也没有改。请按下面逐处改正", "The change would break a rule, so nothing was changed. Correct what is listed"),
  "undo.unknown": text("没有这个编号的改动。请从列表中重新选", "No change has this number. Choose again from the list"),
  "undo.standing": text("后面的改动以它为前提。请先撤销后面的", "Later changes stand on it. Undo those first"),
  "work.faults": text("工作记录有不能记入的，所以一条也没有记。原因在下面", "An entry of the work is refused, so none was taken. See why below"),
  "figure.unknown": text("报表里没有这个数。请重新选", "The report has no such figure. Choose again"),
  ...WORK_ERRORS,
  "date.invalid": text("日期不存在，或不是 YYYY-MM-DD。请重新选一个日期", "The date does not exist or is not YYYY-MM-DD. Choose it again"),
  "instant.invalid": text("时间不对。请重新选日期和时间", "The time cannot be. Choose date and time again"),
  "plan.other-date": text("方案是为另一个日期做的。请换到那一天再看", "The plan is made for another date. Go to that date"),
  "request.purpose": text("没有说要分什么。请选一项包户制度或一个层级", "It is not said what is to be assigned. Choose a programme or a level"),
  "request.incomplete": text("还缺一项没有填。请补全再问", "Something is not filled in yet. Complete it and ask again"),
  "handle.unknown": text("这一份已经不在了。请刷新页面", "This is not open any more. Load the page again"),
  "handle.freed": text("这一份已经关闭。请刷新页面", "This was closed. Load the page again"),
  "worker.ended": text("后台停了，可能是内存不够。请关掉别的页面，刷新再试", "The background worker stopped, perhaps for lack of memory. Close other pages, and load this one again"),
  aborted: text("已经取消。需要时再来一次", "It was broken off. Do it again when you want"),
};

/** What is wrong and what to do, in a sentence. A code of a later version is told in the core's own words. */
export function errorText(error: ErrorData): string {
  const known = Object.hasOwn(ERRORS, error.code) ? told(ERRORS[error.code]) : visible(error.message);
  return language.value === "zh" ? `${known}。` : `${known}.`;
}

/** Where in a document it is, if it is somewhere. */
export function placeText({ place }: ErrorData): string {
  if (place === undefined) return "";
  const isChinese = language.value === "zh";
  const line = place.line === 0 ? "" : isChinese ? `第 ${count(place.line)} 行` : `line ${count(place.line)}`;
  const column = place.column === 0 ? "" : isChinese ? `第 ${count(place.column)} 字节` : `byte ${count(place.column)}`;
  return [shown(place.path), line, column].filter((part) => part !== "").join(isChinese ? "，" : ", ");
}
