// Why an entry of the log of work is refused: what is wrong, and what to do next; with the lines that are no entries.
import type { EntryCode, FaultCode } from "wangge";
import type { FaultWords } from "./faults";
import type { Text } from "./language";

type Row = readonly [zh: string, en: string, zhNext: string, enNext: string];

/** What is wrong with an entry, whether it stands alone as an error or among the faults of a log. */
const OWN = {
  "matter.duplicate": ["前面已有一件事项用了这个编号", "an earlier matter has the id", "给这一件另取一个编号", "Give this one another id"],
  "matter.unknown": ["没有这个编号的事项", "no matter has the id", "核对编号；还没有上报的，先报", "Look at the id; a matter must be reported first"],
  "category.unknown": ["模式中没有这个户的类别", "the scheme has no such category of household", "核对类别", "Look at the category"],
  "case.too-early": ["在那一时刻之后已经有记录", "something was recorded for a later instant", "按先后记入：写一个更晚的时刻", "Record in order: give a later instant"],
  "case.too-late": ["到那一时刻的通知已经发出", "what was due by that instant was sent already", "按现在的时刻记入", "Record it at the instant that it is now"],
  "case.not-allowed": ["现在的状态不能这样做", "its state does not allow this", "先看它的经过，再选别的", "Look at its history, and choose something else"],
  "case.not-holder": ["这个人无权这样做：须由被问的人、办理的人或上级来做", "this person may not: it is for those who are asked, who holds it, or somebody above", "换一个人", "Choose somebody else"],
  "case.recused": ["这个人须回避，或是其自家的事", "this person is recused, or it is about their own household", "换一个人", "Choose somebody else"],
  "case.no-duty": ["这个人对它没有职责、不在岗，或交给了自己", "this person has no duty for it, is not present, or would hand it to themselves", "换一个人", "Choose somebody else"],
  "case.asked-before": ["这个人已经找过", "this person was asked before", "换一个人", "Choose somebody else"],
  "report.unknown": ["模式中没有这条报告规则", "the scheme has no such reporting rule", "核对编号", "Look at the id"],
  "report.level": ["这个单元不报这种报告", "the unit does not file this report", "看由哪一级、哪个部门报", "Look which level and function files it"],
  "report.seat": ["填报的人那一天不在这个岗位上", "who files does not hold the seat that day", "由在岗的人填报", "Have it filed by who holds the seat"],
  "report.future": ["所报的日子还没有到", "it covers days that have not come", "最多报到次日", "Cover no more than up to the next day"],
  "campaign.duplicate": ["前面已有一次行动用了这个编号", "an earlier campaign has the id", "另取一个编号", "Give this one another id"],
  "campaign.unknown": ["没有这个编号的行动", "no campaign has the id", "核对编号", "Look at the id"],
  "campaign.channels": ["没有写渠道，或同一种写了两次", "there are no channels, or one stands twice", "每种写一次", "Name each once"],
  "campaign.action": ["不是这次行动的内容", "it is no action of the campaign", "核对内容", "Look at the actions"],
  "campaign.channel": ["这种渠道在这次行动里不算数", "the channel does not count in the campaign", "看行动的规定", "Look which channels count"],
  "campaign.outside": ["那一天不在行动的时期内", "the day is not in the campaign’s period", "看行动的时期", "Look at its period"],
  "campaign.household": ["那一天这一户不在行动的户里", "the household is not one of the campaign’s that day", "看行动的单元和类别", "Look at its unit and categories"],
  "period.too-long": ["这段时间太长，一次列不完", "the period is too long for one calendar", "问不到一个世纪的一段", "Ask for less than a century"],
  "instant.future": ["时刻在将来", "the instant is still to come", "核对时刻", "Look at the instant"],
  "work.too-large": ["太多，一份记录装不下", "it is too much for one log", "另起一份记录", "Begin another log"],
} as const satisfies Record<string, Row>;

/** The same of codes that other questions have too, in words of their own. */
const SHARED = {
  "subject.unknown": ["没有这个编号的户、地或单元", "no household, site or unit has the id", "核对编号", "Look at the id"],
  "subject.not-on-date": ["在那一天不存在", "it does not exist on that day", "核对时刻", "Look at the instant"],
  "kind.unknown": ["模式中没有这个事项类别", "the scheme has no such kind of matter", "核对类别", "Look at the kind"],
  "person.unknown": ["没有这个编号的人员", "nobody has the id", "核对编号", "Look at the id"],
  "household.unknown": ["没有这个编号的户", "no household has the id", "核对编号", "Look at the id"],
  "unit.unknown": ["没有这个编号的单元", "no unit has the id", "核对编号", "Look at the id"],
  "document.io": ["读取失败", "it could not be read", "再试一次", "Try again"],
  "document.encoding": ["不是 UTF-8 编码", "it is not in UTF-8", "另存为 UTF-8", "Save it as UTF-8"],
  "document.syntax": ["不是正确的 JSON，或是空行", "it is not valid JSON, or is empty", "改正或删去这一行", "Correct or delete the line"],
  "document.truncated": ["这一行不完整", "the line breaks off", "删去这一行，重新记入", "Delete the line, and record its entry again"],
  "document.number": ["数字超出范围", "a number is out of range", "改正所指的数", "Correct the number"],
  "document.version": ["格式版本不符", "it is of another version", "第一行写 {\"format\":\"wangge-work/1\"}", "The first line is {\"format\":\"wangge-work/1\"}"],
  "document.type": ["值的类型不对", "a value is of another type", "改正所指的一项", "Correct the field"],
  "document.value": ["值不在允许范围", "a value may not stand here", "改正所指的一项", "Correct the field"],
  "document.unknown-field": ["有不认识的字段", "there is an unknown field", "检查拼写，或删去它", "Look how it is spelt, or delete it"],
  "document.duplicate-key": ["同一字段出现两次", "a field stands twice", "只留一个", "Keep just one"],
  "document.missing-field": ["缺少必填字段", "a required field is missing", "补上", "Add it"],
} as const satisfies Record<string, Row>;

type Own = keyof typeof OWN;

const wordsOf = ([zh, en, zhNext, enNext]: Row): FaultWords => ({ what: { zh, en }, next: { zh: `${zhNext}。`, en: `${enNext}.` } });
const each = <Key extends string, Value>(rows: Record<Key, Row>, make: (row: Row) => Value) =>
  Object.fromEntries(Object.entries<Row>(rows).map(([code, row]) => [code, make(row)])) as Record<Key, Value>;

export const WORK_FAULTS = each({ ...OWN, ...SHARED }, wordsOf) satisfies Record<Exclude<EntryCode, FaultCode>, FaultWords>;

/** A sentence each, for those that no other question has. */
export const WORK_ERRORS: Record<Own, Text> = each(OWN, ([zh, en, zhNext, enNext]): Text => ({
  zh: `${zh}。${zhNext}`,
  en: `${en[0]!.toUpperCase()}${en.slice(1)}. ${enNext}`,
}));
