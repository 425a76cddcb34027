"""What the notices room refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

REPORT_SUPERSEDED = declare(
    "E-NT-01",
    what=Label(
        "这不是“{place}”现行的监测报告。", "This is not the report that counts for “{place}”."
    ),
    why=Label("公示的必须是要评审、会签的那一份。", "The notice shows what is to be signed."),
    remedy=Label("请公示最新报送的报告。", "Lay open the report that was handed in last."),
)
NOTICED_ALREADY = declare(
    "E-NT-02",
    what=Label("这份报告已经公示（{number}）。", "This report is under notice already ({number})."),
    why=Label("一份报告只公示一次。", "A report is laid open once."),
    remedy=Label("请查看该公示。", "See that notice."),
)
DAYS_WRONG = declare(
    "E-NT-03",
    what=Label(
        "公示期 {days} 个工作日，应为 {least} 至 {most} 个工作日。",
        "{days} working days; a notice lasts {least} to {most}.",
    ),
    why=Label("公示期不得缩短。", "A public notice cannot be shortened."),
    remedy=Label("请改正天数，或留空按规定执行。", "Correct it, or leave it to the rule."),
)
STILL_OPEN = declare(
    "E-NT-04",
    what=Label("公示至 {last_day}（含当日），尚未期满。", "The notice lasts through {last_day}."),
    why=Label("公示期不得缩短。", "A public notice cannot be shortened."),
    remedy=Label("请在期满次日起结束公示。", "Close it from the next day on."),
)
UNANSWERED = declare(
    "E-NT-05",
    what=Label(
        "还有 {count} 条意见没有处理完。", "{count} comments are not yet answered and judged."
    ),
    why=Label(
        "每条意见都须有业主答复和核查机构意见。",
        "Each comment has the owner's answer and the verifier's opinion.",
    ),
    remedy=Label("请先逐条处理。", "Answer each of them first."),
)
REPORT_STANDS = declare(
    "E-NT-06",
    what=Label("所公示的报告仍然有效。", "The report under notice still stands."),
    why=Label("只有报告被退回或更新，公示才能终止。", "A notice ends early only with its report."),
    remedy=Label("请等待公示期满。", "Wait for the end of the notice."),
)
NOTICE_OVER = declare(
    "E-NT-07",
    what=Label("公示期已于 {last_day} 结束。", "The notice ended on {last_day}."),
    why=Label("公示期内提出的意见才进入意见处理表。", "Only comments made in time are tabled."),
    remedy=Label("仍有问题的，请举报。", "File a complaint if something is wrong."),
)
TEXT_LENGTH = declare(
    "E-NT-08",
    what=Label(
        "内容有 {count} 个字，应为 {least} 至 {most} 个字。",
        "The text has {count} characters; {least} to {most} are taken.",
    ),
    why=Label("过短无法核实，过长请附文件。", "Too short cannot be checked; too long is a file."),
    remedy=Label("请补充或精简。", "Say more, or less."),
)
LINKS_MANY = declare(
    "E-NT-09",
    what=Label("内容中有 {count} 个网址，最多 {most} 个。", "{count} links; {most} are the most."),
    why=Label("含大量网址的内容按垃圾信息处理。", "Texts full of links are taken for spam."),
    remedy=Label("请用文字说明，网址放进附件。", "Say it in words; put links into a file."),
)
SAID_ALREADY = declare(
    "E-NT-10",
    what=Label("同一内容已提交（{number}）。", "The same was said already ({number})."),
    why=Label("同样的意见只登记一次，一并答复。", "The same remark is entered and answered once."),
    remedy=Label("有新的事实，请写明后再提交。", "Add what is new and send it again."),
)
IDENTITY_SHOWN = declare(
    "E-NT-11",
    what=Label(
        "内容含身份证号或手机号（{shown}），请遮挡。",
        "The text holds an identity or telephone number ({shown}); leave it out.",
    ),
    why=Label("意见会公开，不能带出个人信息。", "Comments are published without personal data."),
    remedy=Label(
        "请删去号码；联系电话填在专门的栏目里，不会公开。",
        "Remove it; the field for your telephone is never shown.",
    ),
)
SENT_OFTEN = declare(
    "E-NT-12",
    what=Label(
        "今天从您的网络已收到 {most} 条，暂不再收。",
        "{most} came from your network today; no more are taken.",
    ),
    why=Label("限制次数，防止刷意见。", "It keeps floods out."),
    remedy=Label("请明天再提交，或合并成一条。", "Come again tomorrow, or join them into one."),
)
PHONE_WRONG = declare(
    "E-NT-13",
    what=Label("电话号码“{place}”无效。", "“{place}” is no telephone number."),
    why=Label("号码有误就联系不到您。", "A wrong number cannot be called."),
    remedy=Label("请更正，或留空。", "Correct it or leave it empty."),
)
ANSWERED_ALREADY = declare(
    "E-NT-16",
    what=Label("“{place}”已经办理过。", "“{place}” was dealt with already."),
    why=Label("答复和意见留档后不能改动。", "What was answered stands as it is."),
    remedy=Label("请办理其他意见。", "Go on with the others."),
)
ANSWER_FIRST = declare(
    "E-NT-17",
    what=Label("业主还没有答复“{place}”。", "The owner has not answered “{place}” yet."),
    why=Label("核查机构对意见和答复一并发表意见。", "The opinion is on comment and answer."),
    remedy=Label("请等业主答复后再办理。", "Wait for the owner's answer."),
)
NOT_PUBLISHED = declare(
    "E-NT-18",
    what=Label("“{place}”的这份报告没有公示。", "This report of “{place}” was never under notice."),
    why=Label("会签、签发前须公示，公示的须是同一份报告。", "What is signed was open to all."),
    remedy=Label("请由业主公示最新的报告。", "Let the owner lay the newest report open."),
)
NOTICE_RUNS = declare(
    "E-NT-19",
    what=Label(
        "公示 {number} 至 {last_day}（含当日），尚未结束。",
        "Notice {number} lasts through {last_day} and is not closed.",
    ),
    why=Label("公示期不得缩短，意见须逐条处理。", "It cannot be shortened; comments are answered."),
    remedy=Label("请期满后结束公示。", "Close it when its days are over."),
)
COMMENT_UPHELD = declare(
    "E-NT-20",
    what=Label(
        "公示 {number} 有 {count} 条意见被采纳，报告须更正。",
        "{count} comments of notice {number} were upheld; the report is to be corrected.",
    ),
    why=Label("未解决的异议使报告不能会签。", "An unresolved objection keeps the report back."),
    remedy=Label(
        "请退回报告，更正后重新报送、公示。", "Return the report, correct it, lay it open again."
    ),
)
