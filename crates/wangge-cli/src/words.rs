//! Codes in words, in both languages.

pub mod work;

use wangge::record::{Involvement, Urgency};
use wangge::{Action, FaultCode, Ineligible, Reason, Remedy, Severity, Violation};
use wangge_formats::document::DocumentCode;

use crate::lang::Lang;

/// How a post takes part.
pub fn involvement(lang: Lang, involvement: Involvement) -> &'static str {
    match involvement {
        Involvement::Responsible => lang.of("负责", "responsible"),
        Involvement::Accountable => lang.of("问责", "accountable"),
        Involvement::Support => lang.of("配合", "support"),
        Involvement::Informed => lang.of("知会", "informed"),
    }
}

/// What somebody wants to do.
pub fn action(lang: Lang, action: Action) -> &'static str {
    match action {
        Action::See => lang.of("查看", "see"),
        Action::Personal => lang.of("查看个人信息", "read personal data of"),
        Action::Record => lang.of("记录、办理", "record about"),
        Action::Manage => lang.of("管理", "manage"),
    }
}

/// How pressing a matter is.
pub fn urgency(lang: Lang, urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Emergency => lang.of("急事", "emergency"),
        Urgency::Routine => lang.of("常事", "routine"),
    }
}

/// Why somebody is not asked.
pub fn reason(lang: Lang, reason: Reason) -> &'static str {
    match reason {
        Reason::Absent => lang.of("缺勤", "absent"),
        Reason::Unreachable => lang.of("无联系方式", "unreachable"),
        Reason::Recused => lang.of("回避", "recused"),
        Reason::OwnHousehold => lang.of("自家的事", "own household"),
        Reason::AskedBefore => lang.of("已找过", "asked before"),
    }
}

/// How grave a gap is.
pub fn severity(lang: Lang, severity: Severity) -> &'static str {
    match severity {
        Severity::High => lang.of("高", "high"),
        Severity::Medium => lang.of("中", "medium"),
        Severity::Low => lang.of("低", "low"),
    }
}

/// What would close a gap.
pub fn remedy(lang: Lang, remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::Place => lang.of("划入最内层单元", "place it in a unit of the innermost level"),
        Remedy::Pair => lang.of("安排包户人", "pair it with a caretaker"),
        Remedy::Appoint => lang.of("任命", "appoint somebody"),
        Remedy::Relieve => lang.of("分出一些户", "hand some households to somebody else"),
        Remedy::NameAccountable => {
            lang.of("补上问责岗位，或在责任清单中指定", "fill an accountable post above, or name one in the duty list")
        }
        Remedy::FillStep => lang.of("补上上报岗位，或增加一步", "fill a post that the policy asks, or add a step"),
        Remedy::AddPolicy => lang.of("在模式中增加上报规则", "add a policy to the scheme"),
        Remedy::Redraw => lang.of("重划范围", "redraw the scopes"),
        Remedy::CorrectLocation => lang.of("改正坐标，或划入所在单元", "correct the location, or move it to its unit"),
        Remedy::Replace => lang.of("换人，或登记身份", "appoint somebody eligible, or record the affiliation"),
        _ => "",
    }
}

/// What is wrong with a document, in Chinese; its own message is in English.
pub fn document_code(code: DocumentCode) -> &'static str {
    match code {
        DocumentCode::Io => "读取失败",
        DocumentCode::Encoding => "不是 UTF-8 编码，请另存为 UTF-8",
        DocumentCode::Syntax => "不是正确的 JSON",
        DocumentCode::Truncated => "文件不完整",
        DocumentCode::Number => "数字超出范围",
        DocumentCode::Version => "格式版本不符",
        DocumentCode::Type => "值的类型不对",
        DocumentCode::Value => "值不在允许范围",
        DocumentCode::UnknownField => "有不认识的字段",
        DocumentCode::DuplicateKey => "同一字段出现两次",
        DocumentCode::MissingField => "缺少必填字段",
        _ => "有错误",
    }
}

/// What a fault means and what to do.
pub fn fault(lang: Lang, code: FaultCode) -> &'static str {
    let (zh, en) = match code {
        FaultCode::IdInvalid => {
            ("编号须为 1–120 字节的字母、数字和 -_.:/#", "an id has 1 to 120 bytes: letters, digits, -_.:/#")
        }
        FaultCode::IdDuplicate => ("前面已有相同编号", "an earlier row has the same id"),
        FaultCode::TextInvalid => (
            "名称为空、过长、首尾有空白或含不可见字符",
            "a name is empty, too long, padded or has invisible characters",
        ),
        FaultCode::DateInvalid => ("日期不存在，或不是 YYYY-MM-DD", "the date does not exist or is not YYYY-MM-DD"),
        FaultCode::PeriodEmpty => ("结束日须晚于开始日", "the end must be later than the start"),
        FaultCode::PeriodOutside => {
            ("时期超出所涉记录的存续期", "the period leaves the life of a row that it concerns")
        }
        FaultCode::ReferenceUnknown => ("没有这个编号的记录", "no row has this id"),
        FaultCode::LocationInvalid => {
            ("坐标须为 [经度, 纬度]，单位度", "a location is [longitude, latitude] in degrees")
        }
        FaultCode::ScopeInvalid => ("范围的每一环至少三个不同的点", "a ring has at least three distinct points"),
        FaultCode::SpellsEmpty => ("时段列表是空的", "the list of spells is empty"),
        FaultCode::UnitSelfParent => ("单元的上级是它自己", "the unit is its own parent"),
        FaultCode::UnitLevelInverted => ("上级的层级不在其上", "the parent's level is not above"),
        FaultCode::UnitParentLevel => ("模式不允许这一层级作上级", "the scheme does not allow a parent of this level"),
        FaultCode::UnitTwoParents => ("同一天有两个上级", "two parents on one day"),
        FaultCode::UnitOrphan => ("有的日子没有上级", "no parent on some day"),
        FaultCode::UnitCycle => ("上下级绕成一圈", "units are above one another in a circle"),
        FaultCode::CodeInvalid => {
            ("官方代码的位数不合该层级的规定", "the code has not the digits that its level allows")
        }
        FaultCode::CodeDuplicate => {
            ("代码已属于另一单元；代码不得重用", "another unit has or had the code; codes are never reused")
        }
        FaultCode::CodeOverlap => ("同一天有两个代码", "two codes on one day"),
        FaultCode::HouseholdTwoUnits => ("同一天属于两个单元", "under two units on one day"),
        FaultCode::HouseholdOrphan => ("有的日子不属于任何单元", "under no unit on some day"),
        FaultCode::HouseholdLevel => ("这一层级的单元不能直接含户", "a unit of this level may not hold households"),
        FaultCode::SiteTwoUnits => ("同一天在两个单元", "in two units on one day"),
        FaultCode::SiteOrphan => ("有的日子不在任何单元", "in no unit on some day"),
        FaultCode::SiteTwoOwners => ("同一天有两个权属", "two owners on one day"),
        FaultCode::AppointmentPost => {
            ("须写 unit 和 role，或只写 department", "name unit and role, or department alone")
        }
        FaultCode::AppointmentRank => ("副职的次序从 1 起", "a deputy's rank starts at 1"),
        FaultCode::AppointmentLevel => ("岗位类别不属于该单元的层级", "the role is not of the unit's level"),
        FaultCode::AppointmentOverlap => ("同一人同一岗位时期重叠", "one person twice in one post on one day"),
        FaultCode::SeatOverMaximum => ("正职人数超过上限", "more primaries than the maximum"),
        FaultCode::PairingOverlap => ("同一包户关系时期重叠", "the same pairing twice on one day"),
        FaultCode::PairRuleOverlap => {
            ("同一人同一户的结对约定时期重叠", "two rules for the same person and household on one day")
        }
        FaultCode::LevelCapacity => (
            "户数须 minHouseholds ≤ maxHouseholds，且该层级可含户",
            "minHouseholds <= maxHouseholds, and only where the level holds households",
        ),
        FaultCode::LevelParentOrder => ("上级层级须列在前面", "a parent level must stand earlier"),
        FaultCode::KindCycle => ("事项类别的上级绕成一圈", "kinds are above one another in a circle"),
        FaultCode::DutySubject => {
            ("须恰好写 role、function、programme 之一", "name exactly one of role, function, programme")
        }
        FaultCode::DutyDuplicate => ("同一对象同一类别有两条责任规则", "two duty rules for the same seat and kind"),
        FaultCode::SeatInvalid => ("须写 role，或写 function 和 level", "name role, or function with level"),
        FaultCode::SeatsInvalid => ("人数须 min ≤ max 且 max ≥ 1", "numbers of seats: min <= max and max >= 1"),
        FaultCode::ProgrammeInvalid => (
            "perHousehold、max 至少为 1，min ≤ max；cost 每项至多 10000000；limits 至多 64 条，类别和岗位不得为空",
            "perHousehold and max are at least 1, min <= max; cost is up to 10000000 each; up to 64 limits; no empty \
             categories or roles",
        ),
        FaultCode::LimitCrossing => {
            ("限额的类别须互不相交或一个套一个", "limits must be apart or one inside the other, and never the same")
        }
        FaultCode::SpanInvalid => {
            ("时限须如 3h、3wh、3wd、end-of-day、end-of-month", "a span is 3h, 3wh, 3wd, end-of-day or end-of-month")
        }
        FaultCode::PolicyEmpty => ("上报规则没有步骤", "the policy has no step"),
        FaultCode::PolicyDescends => ("步骤的层级不得下降", "the levels of the steps may not descend"),
        FaultCode::ReportDescends => ("报告须向上级", "a report goes to a level above"),
        FaultCode::CalendarInvalid => {
            ("时区、办公时间、年份或例外日有误", "offset, hours, years or exceptions cannot be")
        }
        FaultCode::TooLarge => ("记录太多", "more rows or text than fit"),
        FaultCode::ChangeNotOnDate => ("这一天不存在，或这一天才开始", "it is not there on the day, or begins on it"),
        FaultCode::ChangeNoEffect => ("什么也没有改变", "it changes nothing"),
        FaultCode::ChangeNotUnder => ("这一天不在被拆分的单元之下", "it is not under the divided unit on the day"),
        FaultCode::ChangeLevel => ("层级与保留的单元不同", "it is not of the level of the unit that goes on"),
        FaultCode::ChangePosts => ("岗位只能归一个新单元", "only one part takes the posts"),
        FaultCode::ChangeStale => ("原来的内容不是这样", "the row does not stand so"),
        _ => ("", ""),
    };
    lang.of(zh, en)
}

/// Why somebody may not take a household.
pub fn ineligible(lang: Lang, why: Ineligible) -> &'static str {
    match why {
        Ineligible::OwnHousehold => lang.of("是自己家", "own household"),
        Ineligible::Recused => lang.of("须回避", "recused"),
        Ineligible::Exempt => lang.of("免于包户", "exempt"),
        Ineligible::Affiliation => lang.of("身份不符", "none of the affiliations"),
        Ineligible::Elsewhere => lang.of("不在同一单元", "of another unit"),
        Ineligible::Reserved { .. } => lang.of("这类户须由特定岗位包", "reserved for certain roles"),
        Ineligible::Category => lang.of("不属于这项制度的户", "not a household of the programme"),
        _ => "",
    }
}

/// What is wrong with a plan.
pub fn violation(lang: Lang, violation: &Violation) -> String {
    match violation {
        Violation::HouseholdUnknown { .. } => lang.of("没有这一户", "no such household").to_owned(),
        Violation::TakerUnknown { .. } => lang.of("没有这个人（单元）", "nobody has this id").to_owned(),
        Violation::NotPlanned { .. } => lang.of("不在方案范围内", "not to be planned").to_owned(),
        Violation::Twice { .. } => lang.of("重复", "given twice").to_owned(),
        Violation::Ineligible { why, .. } => ineligible(lang, *why).to_owned(),
        Violation::PinMissing { .. } => lang.of("固定的结对不见了", "a pinned pair is missing").to_owned(),
        Violation::TooMany { has, asks, .. } => {
            lang.of(format!("有 {has} 人，只要 {asks} 人"), format!("has {has}, asks for {asks}"))
        }
        Violation::TooFew { has, asks, .. } => {
            lang.of(format!("有 {has} 人，要 {asks} 人"), format!("has {has}, asks for {asks}"))
        }
        Violation::OverMaximum { has, max, .. } => {
            lang.of(format!("{has} 户，最多 {max} 户"), format!("{has} households, {max} at most"))
        }
        Violation::OverLimit { limit, has, max, .. } => lang.of(
            format!("第 {} 条限额内 {has} 户，最多 {max} 户", limit + 1),
            format!("{has} households of limit {}, {max} at most", limit + 1),
        ),
        Violation::BelowMinimum { has, min, .. } => {
            lang.of(format!("{has} 户，至少 {min} 户"), format!("{has} households, {min} at least"))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_told_in_both_languages() {
        for code in FaultCode::ALL {
            assert!(!fault(Lang::Zh, *code).is_empty(), "{code}");
            assert!(!fault(Lang::En, *code).is_empty(), "{code}");
        }
        for code in DocumentCode::ALL {
            assert_ne!(document_code(*code), "有错误", "{code}");
        }
    }

    #[test]
    fn every_gap_says_what_would_close_it() {
        for code in wangge::FindingCode::ALL {
            assert!(!remedy(Lang::Zh, code.remedy()).is_empty() && !remedy(Lang::En, code.remedy()).is_empty());
        }
    }
}
