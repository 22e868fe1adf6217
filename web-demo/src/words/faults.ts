// What is wrong with a row of a document, in the words of the command line, and what to do about it.
import type { Fault } from "wangge";
import type { Text } from "./language";
import { WORK_FAULTS } from "./work-faults";

export interface FaultWords {
  what: Text;
  next: Text;
}

const words = (zh: string, en: string, zhNext: string, enNext: string): FaultWords => ({
  what: { zh, en },
  next: { zh: zhNext, en: enNext },
});

export const FAULTS: Record<Fault["code"], FaultWords> = {
  ...WORK_FAULTS,
  "id.invalid": words(
    "编号须为 1–120 字节的字母、数字和 -_.:/#", "an id has 1 to 120 bytes: letters, digits, -_.:/#",
    "换一个编号，引用它的地方一并改。", "Give it another id, and use that wherever it is named.",
  ),
  "id.duplicate": words(
    "前面已有相同编号", "an earlier row has the same id",
    "如果是同一条，删去一条；如果不是，换一个编号。", "If both are the same, delete one; if not, give one another id.",
  ),
  "text.invalid": words(
    "名称为空、过长、首尾有空白或含不可见字符", "a name is empty, too long, padded or has invisible characters",
    "重新写名称：写出来，去掉首尾空白和看不见的字符。", "Write the name anew, without blanks at its ends and without invisible characters.",
  ),
  "date.invalid": words(
    "日期不存在，或不是 YYYY-MM-DD", "the date does not exist or is not YYYY-MM-DD",
    "写成 2026-11-23 这样的日期。", "Write a date such as 2026-11-23.",
  ),
  "period.empty": words(
    "结束日须晚于开始日", "the end must be later than the start",
    "改正其中一个日期；until 是最后一天的后一天。", "Correct one of the dates; `until` is the day after the last.",
  ),
  "period.outside": words(
    "时期超出所涉记录的存续期", "the period leaves the life of a row that it concerns",
    "缩短这段时期，或延长所涉记录的时期。", "Shorten this period, or lengthen that of the row.",
  ),
  "reference.unknown": words(
    "没有这个编号的记录", "no row has this id",
    "改正编号，或补上那条记录。", "Correct the id, or add the row.",
  ),
  "location.invalid": words(
    "坐标须为 [经度, 纬度]，单位度", "a location is [longitude, latitude] in degrees",
    "检查经度、纬度是否写反；不知道就不写。", "Look whether the two are swapped; leave it out if nobody knows.",
  ),
  "scope.invalid": words(
    "范围的每一环至少三个不同的点", "a ring has at least three distinct points",
    "补全这一环，或删去它。", "Complete the ring, or delete it.",
  ),
  "spells.empty": words(
    "时段列表是空的", "the list of spells is empty",
    "写上至少一个时段，或整项不写。", "Give at least one spell, or leave the field out.",
  ),
  "unit.self-parent": words(
    "单元的上级是它自己", "the unit is its own parent",
    "写它真正的上级。", "Name the unit that is really above it.",
  ),
  "unit.level-inverted": words(
    "上级的层级不在其上", "the parent's level is not above",
    "改正上级，或改正层级。", "Correct the parent, or the level.",
  ),
  "unit.parent-level": words(
    "模式不允许这一层级作上级", "the scheme does not allow a parent of this level",
    "换一个上级，或在模式的层级里允许它。", "Name another parent, or allow it in the scheme's levels.",
  ),
  "unit.two-parents": words(
    "同一天有两个上级", "two parents on one day",
    "让前一段在后一段开始的那天结束。", "Let one spell end on the day on which the next begins.",
  ),
  "unit.orphan": words(
    "有的日子没有上级", "no parent on some day",
    "补上缺的那一段。", "Add the spell that is missing.",
  ),
  "unit.cycle": words(
    "上下级绕成一圈", "units are above one another in a circle",
    "改正其中一个单元的上级。", "Correct the parent of one of them.",
  ),
  "code.invalid": words(
    "官方代码的位数不合该层级的规定", "the code has not the digits that its level allows",
    "改正代码，或改模式里这一层级的位数。", "Correct the code, or the digits of the level in the scheme.",
  ),
  "code.duplicate": words(
    "代码已属于另一单元；代码不得重用", "another unit has or had the code; codes are never reused",
    "改正两个单元之一的代码。", "Correct the code of one of the two units.",
  ),
  "code.overlap": words(
    "同一天有两个代码", "two codes on one day",
    "让前一个代码在后一个开始的那天结束。", "Let one code end on the day on which the next begins.",
  ),
  "household.two-units": words(
    "同一天属于两个单元", "under two units on one day",
    "让前一段在后一段开始的那天结束。", "Let one spell end on the day on which the next begins.",
  ),
  "household.orphan": words(
    "有的日子不属于任何单元", "under no unit on some day",
    "补上缺的那一段，这户才有人管。", "Add the spell that is missing, so that somebody answers for the household.",
  ),
  "household.level": words(
    "这一层级的单元不能直接含户", "a unit of this level may not hold households",
    "把这户划入下面的单元，或在模式里允许。", "Put the household into a unit below, or allow it in the scheme.",
  ),
  "site.two-units": words(
    "同一天在两个单元", "in two units on one day",
    "让前一段在后一段开始的那天结束。", "Let one spell end on the day on which the next begins.",
  ),
  "site.orphan": words(
    "有的日子不在任何单元", "in no unit on some day",
    "补上缺的那一段。", "Add the spell that is missing.",
  ),
  "site.two-owners": words(
    "同一天有两个权属", "two owners on one day",
    "让前一段在后一段开始的那天结束。", "Let one spell end on the day on which the next begins.",
  ),
  "appointment.post": words(
    "须写 unit 和 role，或只写 department", "name unit and role, or department alone",
    "删去多写的，补上少写的。", "Delete what is too much, add what is missing.",
  ),
  "appointment.rank": words(
    "副职的次序从 1 起", "a deputy's rank starts at 1",
    "写 1、2、3……；正职不写 deputy。", "Write 1, 2, 3 and so on; for a primary leave `deputy` out.",
  ),
  "appointment.level": words(
    "岗位类别不属于该单元的层级", "the role is not of the unit's level",
    "换一个岗位类别，或换一个单元。", "Name another role, or another unit.",
  ),
  "appointment.overlap": words(
    "同一人同一岗位时期重叠", "one person twice in one post on one day",
    "合成一条，或把时期错开。", "Make one row of both, or set their periods apart.",
  ),
  "seat.over-maximum": words(
    "正职人数超过上限", "more primaries than the maximum",
    "结束其中一人的任职，或提高模式里的上限。", "End an appointment, or raise the maximum in the scheme.",
  ),
  "pairing.overlap": words(
    "同一包户关系时期重叠", "the same pairing twice on one day",
    "合成一条，或把时期错开。", "Make one row of both, or set their periods apart.",
  ),
  "pair-rule.overlap": words(
    "同一人同一户的结对约定时期重叠", "two rules for the same person and household on one day",
    "只留一条，或把时期错开。", "Keep one, or set their periods apart.",
  ),
  "level.capacity": words(
    "户数须 minHouseholds ≤ maxHouseholds，且该层级可含户",
    "minHouseholds <= maxHouseholds, and only where the level holds households",
    "改正两个数，或整项不写。", "Correct the two numbers, or leave them out.",
  ),
  "level.parent-order": words(
    "上级层级须列在前面", "a parent level must stand earlier",
    "从上到下重排层级。", "Put the levels in order, from the top down.",
  ),
  "kind.cycle": words(
    "事项类别的上级绕成一圈", "kinds are above one another in a circle",
    "改正其中一个类别的上级。", "Correct the parent of one of them.",
  ),
  "duty.subject": words(
    "须恰好写 role、function、programme 之一", "name exactly one of role, function, programme",
    "只留一个。", "Keep just one.",
  ),
  "duty.duplicate": words(
    "同一对象同一类别有两条责任规则", "two duty rules for the same seat and kind",
    "只留一条。", "Keep just one.",
  ),
  "seat.invalid": words(
    "须写 role，或写 function 和 level", "name role, or function with level",
    "删去多写的，补上少写的。", "Delete what is too much, add what is missing.",
  ),
  "seats.invalid": words(
    "人数须 min ≤ max 且 max ≥ 1", "numbers of seats: min <= max and max >= 1",
    "改正两个数。", "Correct the two numbers.",
  ),
  "programme.invalid": words(
    "perHousehold、max 至少为 1，min ≤ max；cost 每项至多 10000000；limits 至多 64 条，类别和岗位不得为空",
    "perHousehold and max are at least 1, min <= max; cost is up to 10000000 each; up to 64 limits; no empty categories or roles",
    "按上面改正这项制度的数字。", "Correct the numbers of the programme accordingly.",
  ),
  "limit.crossing": words(
    "限额的类别须互不相交或一个套一个", "limits must be apart or one inside the other, and never the same",
    "重新划分限额的类别。", "Divide the categories of the limits anew.",
  ),
  "span.invalid": words(
    "时限须如 3h、3wh、3wd、end-of-day、end-of-month", "a span is 3h, 3wh, 3wd, end-of-day or end-of-month",
    "h 是小时，wh 是工作小时，wd 是工作日。", "h are hours, wh working hours, wd working days.",
  ),
  "policy.empty": words(
    "上报规则没有步骤", "the policy has no step",
    "写上第一步找谁，或删去这条规则。", "Say who is asked first, or delete the policy.",
  ),
  "policy.descends": words(
    "步骤的层级不得下降", "the levels of the steps may not descend",
    "从下往上重排步骤。", "Put the steps in order, from the bottom up.",
  ),
  "report.descends": words(
    "报告须向上级", "a report goes to a level above",
    "换一个收报告的岗位。", "Name another seat that receives it.",
  ),
  "calendar.invalid": words(
    "时区、办公时间、年份或例外日有误", "offset, hours, years or exceptions cannot be",
    "改正所指的那一项。", "Correct the field that is named.",
  ),
  "change.not-on-date": words(
    "那一天还没有，或已经没有", "it is not there on the day",
    "换一个日期，或另选一个。", "Choose another date, or something else.",
  ),
  "change.no-effect": words(
    "这样改，什么也不会变", "it would change nothing",
    "另选一个去处，或不用改。", "Choose somewhere else, or leave it.",
  ),
  "change.stale": words(
    "记录已经不是原来那样", "the row does not stand so any more",
    "先撤销后面的改动。", "Undo the changes after it first.",
  ),
  "change.not-under": words(
    "那一天不在要分开的单元里", "it is not in the divided unit on the day",
    "只选这个单元里的户、地和单元。", "Choose only what is in the unit.",
  ),
  "change.level": words(
    "合并的单元须同一层级", "units that are merged are of one level",
    "只选同一层级的单元。", "Choose units of one level.",
  ),
  "change.posts": words(
    "岗位只能归一个新单元", "only one part takes the posts",
    "只留一个。", "Keep just one.",
  ),
  "registry.too-large": words(
    "记录太多", "more rows or text than fit",
    "把县拆成几个文档。", "Divide the county into several documents.",
  ),
};
