//! Codes of the work in words, in both languages.

use wangge::work::{Figure, NoticeKind, WorkCode, WorkError};
use wangge_formats::print;

use crate::lang::Lang;

/// A word of a closed list of the log.
pub fn named(lang: Lang, (zh, en): (&'static str, &'static str)) -> &'static str {
    lang.of(zh, en)
}

/// What a figure counts.
pub fn figure(lang: Lang, figure: Figure) -> &'static str {
    named(lang, print::figure(figure))
}

/// What a notice is about.
pub fn notice(lang: Lang, kind: NoticeKind) -> &'static str {
    happening(lang, kind.as_str())
}

/// What happened to a case, or what is told of it.
pub fn happening(lang: Lang, name: &str) -> &'static str {
    let (zh, en) = match name {
        "asked" => ("请接办", "asked to take it on"),
        "handed-over" => ("交由其办理", "handed over"),
        "not-accepted" => ("无人接办，已到最后期限", "nobody took it on in time"),
        "overdue" => ("办结逾期", "overdue"),
        "total-overdue" => ("总时限已过", "total time has passed"),
        "unanswered" => ("无人可问", "nobody is left to ask"),
        "to-verify" => ("已办结，请核实", "resolved; to be verified"),
        "accepted" => ("接办", "accepted"),
        "returned" => ("退回", "returned"),
        "transferred" => ("移交", "transferred"),
        "resolved" => ("办结", "resolved"),
        "verified" => ("核实", "verified"),
        "reopened" => ("重办", "reopened"),
        "closed" => ("归档", "closed"),
        _ => ("", ""),
    };
    lang.of(zh, en)
}

/// Why an entry of things to come is refused and what to do.
pub fn future(lang: Lang) -> &'static str {
    lang.of("所写的时刻还没有到；请改正后再记入", "their instants have not come yet; mend these and add them again")
}

/// Why an entry is refused and what to do.
pub fn refusal(lang: Lang, error: &WorkError) -> String {
    let Lang::Zh = lang else { return error.to_string() };
    let ids = error.ids().iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" ");
    format!("{ids} {}（规则 {}）", code(error.code()), error.rule())
}

/// What a code means and what to do, in Chinese; its own message is in English.
fn code(code: WorkCode) -> &'static str {
    match code {
        WorkCode::IdInvalid => "不是编号：须为 1–120 字节的字母、数字和 -_.:/#",
        WorkCode::MatterDuplicate => "已是前面一件事项的编号；请另取一个",
        WorkCode::MatterUnknown => "不是任何事项的编号；请核对",
        WorkCode::SubjectUnknown => "不是任何户、地或单元的编号；请核对",
        WorkCode::SubjectNotOnDate => "那一天不存在；请核对时刻",
        WorkCode::KindUnknown => "不是模式中的事项类别；请核对",
        WorkCode::PersonUnknown => "不是任何人员的编号；请核对",
        WorkCode::HouseholdUnknown => "不是任何一户的编号；请核对",
        WorkCode::UnitUnknown => "不是任何单元的编号；请核对",
        WorkCode::CategoryUnknown => "不是模式中的户的类别；请核对",
        WorkCode::TooEarly => "在那一时刻之后已有记录；请按先后记入",
        WorkCode::TooLate => "到那一时刻的通知已经发出；请按现在的时刻记入",
        WorkCode::NotAllowed => "现在的状态不能这样做；请先看它的经过",
        WorkCode::NotHolder => "无权这样做：须由被问的人、办理的人或上级来做；请看是谁",
        WorkCode::Recused => "须回避，或是其自家的事；请换一个人",
        WorkCode::NoDuty => "对它没有职责、不在岗，或交给了自己；请换一个人",
        WorkCode::AskedBefore => "已经找过；请换一个人",
        WorkCode::ReportUnknown => "不是模式中的报告规则；请核对",
        WorkCode::ReportLevel => "不报这种报告；请看由哪一级、哪个部门报",
        WorkCode::ReportSeat => "那一天不在填报的岗位上；请由在岗的人填报",
        WorkCode::ReportFuture => "所报的日子还没有到；最多报到次日",
        WorkCode::CampaignDuplicate => "已是前面一次行动的编号；请另取一个",
        WorkCode::CampaignUnknown => "不是任何行动的编号；请核对",
        WorkCode::PeriodEmpty => "的时期里没有一天；`until` 是最后一天的次日",
        WorkCode::CampaignChannels => "没有写渠道，或写了两次；每种写一次",
        WorkCode::CampaignAction => "不是这次行动的内容；请核对",
        WorkCode::CampaignChannel => "用的渠道不算数；请看行动的规定",
        WorkCode::CampaignOutside => "那一天不在行动时期内；请看它的时期",
        WorkCode::CampaignHousehold => "那一天不在行动的户里；请看它的单元和类别",
        WorkCode::PeriodTooLong => "个月以上的报告日历太长；请只问一百年以内的",
        WorkCode::TooLarge => "太多，一份记录装不下；请另起一份",
        _ => "不对",
    }
}

#[cfg(test)]
mod tests {
    use wangge::work::Happening;

    use super::*;

    #[test]
    fn every_code_of_the_work_is_told_in_both_languages() {
        for code in WorkCode::ALL {
            assert_ne!(super::code(*code), "不对", "{}", code.as_str());
        }
        for name in Happening::NAMES.iter().copied().chain(NoticeKind::ALL.iter().map(|kind| kind.as_str())) {
            assert!(!happening(Lang::Zh, name).is_empty() && !happening(Lang::En, name).is_empty(), "{name}");
        }
    }
}
