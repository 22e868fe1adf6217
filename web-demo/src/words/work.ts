// The codes of the work in words: the same words as the command line's.
import type { Act, Channel, Figure, HappeningKind, NoticeKind, ReturnReason, State } from "wangge";
import { language, type Text } from "./language";

export const STATES: Record<State, Text> = {
  waiting: { zh: "待接", en: "waiting" },
  accepted: { zh: "在办", en: "accepted" },
  unanswered: { zh: "无人可问", en: "unanswered" },
  resolved: { zh: "办结", en: "resolved" },
  verified: { zh: "已核实", en: "verified" },
  closed: { zh: "归档", en: "closed" },
};

export const CHANNELS: Record<Channel, Text> = {
  visit: { zh: "上门", en: "visit" },
  phone: { zh: "电话", en: "phone" },
  wechat: { zh: "微信", en: "WeChat" },
  sms: { zh: "短信", en: "text message" },
  hotline: { zh: "热线", en: "hotline" },
  sensor: { zh: "感知设备", en: "sensor" },
  counter: { zh: "窗口", en: "counter" },
  loudspeaker: { zh: "大喇叭", en: "loudspeaker" },
  vehicle: { zh: "宣传车", en: "loudspeaker van" },
  letter: { zh: "书面", en: "letter" },
  other: { zh: "其他", en: "other" },
};

export const RETURN_REASONS: Record<ReturnReason, Text> = {
  "not-mine": { zh: "非本职责", en: "not a duty of theirs" },
  "not-here": { zh: "不在辖区", en: "not in their area" },
  "beyond-powers": { zh: "超出权限", en: "beyond their powers" },
  conflict: { zh: "须回避", en: "a conflict of interest" },
};

/** What somebody does with a case. */
export const ACTS: Record<Act, Text> = {
  accepted: { zh: "接办", en: "Accept" },
  returned: { zh: "退回", en: "Return" },
  transferred: { zh: "移交", en: "Transfer" },
  resolved: { zh: "办结", en: "Resolve" },
  verified: { zh: "核实", en: "Verify" },
  reopened: { zh: "重办", en: "Reopen" },
  closed: { zh: "归档", en: "Close" },
};

/** What happened to a case, or what is told of it. */
export const HAPPENINGS: Record<HappeningKind | NoticeKind, Text> = {
  asked: { zh: "请接办", en: "asked to take it on" },
  "handed-over": { zh: "交由其办理", en: "handed over" },
  "not-accepted": { zh: "无人接办，已到最后期限", en: "nobody took it on in time" },
  overdue: { zh: "办结逾期", en: "overdue" },
  "total-overdue": { zh: "总时限已过", en: "total time has passed" },
  unanswered: { zh: "无人可问", en: "nobody is left to ask" },
  "to-verify": { zh: "已办结，请核实", en: "resolved; to be verified" },
  accepted: { zh: "接办", en: "accepted" },
  returned: { zh: "退回", en: "returned" },
  transferred: { zh: "移交", en: "transferred" },
  resolved: { zh: "办结", en: "resolved" },
  verified: { zh: "核实", en: "verified" },
  reopened: { zh: "重办", en: "reopened" },
  closed: { zh: "归档", en: "closed" },
};

export const FIGURES: Record<Figure, Text> = {
  reported: { zh: "上报", en: "reported" },
  resolved: { zh: "办结", en: "resolved" },
  late: { zh: "逾期办结", en: "resolved late" },
  open: { zh: "未办结", en: "open" },
  overdue: { zh: "超期", en: "overdue" },
  reopened: { zh: "重办", en: "reopened" },
};
export const FIGURE_NAMES = Object.keys(FIGURES) as Figure[];

/** A length of time in its two greatest parts. */
export function lasting(seconds: number): string {
  const isChinese = language.value === "zh";
  const minutes = Math.max(0, Math.floor(seconds / 60));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (days > 0) return isChinese ? `${days} 天 ${hours} 小时` : `${days} d ${hours} h`;
  if (hours > 0) return isChinese ? `${hours} 小时 ${rest} 分` : `${hours} h ${rest} min`;
  return isChinese ? `${rest} 分` : `${rest} min`;
}

/** Seconds from one instant to another, as the core writes them. */
export const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;
