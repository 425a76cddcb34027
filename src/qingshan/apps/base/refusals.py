"""What the base of the office floor refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

ROLE_MISSING = declare(
    "E-AU-01",
    what=Label("您的账号不能办理“{act}”。", "Your account may not do this: {act}."),
    why=Label("此事由{roles}办理。", "This act belongs to: {roles}."),
    remedy=Label(
        "请用具备该岗位的账号登录，或转交办理；还没有开户的，请在“我的账号”中申请开户。",
        "Sign in with such an account, or hand it over; without one, apply for it at “My account”.",
    ),
)
PARTY_FOREIGN = declare(
    "E-AU-02",
    what=Label("您不能代表{party}办理此事。", "You may not act for {party}."),
    why=Label("您的账号未登记为该单位的经办人。", "Your account is not entered as its operator."),
    remedy=Label("请由该单位经办人办理。", "Let one of its operators do it."),
)
MOVE_ABSENT = declare(
    "E-MC-01",
    what=Label(
        "{thing}当前为“{state}”，不能{act}。", "{thing} is “{state}”; {act} is not possible."
    ),
    why=Label("该环节须先处于：{sources}。", "That act starts from: {sources}."),
    remedy=Label(
        "请先完成前一环节，或刷新页面查看最新状态。", "Finish the step before, or reload the page."
    ),
)
KEY_REUSED = declare(
    "E-MC-02",
    what=Label(
        "编号{place}已经用于另一内容的请求。", "The key {place} was used with other content."
    ),
    why=Label(
        "同一编号只对应一次办理，避免重复记账。",
        "One key stands for one act, so nothing is booked twice.",
    ),
    remedy=Label("内容有变的，请换用新的编号重新提交。", "Submit again under a new key."),
)
NUMBER_WRONG = declare(
    "E-MC-04",
    what=Label("编号{place}的校验码不符。", "The check digit of {place} does not match."),
    why=Label("编号可能抄错了一位。", "A digit was probably copied wrongly."),
    remedy=Label("请对照原件逐位核对。", "Compare it with the original digit by digit."),
)
YEAR_UNKNOWN = declare(
    "E-MC-05",
    what=Label("{place}年的节假日安排尚未录入。", "The holidays of {place} are not entered."),
    why=Label(
        "没有国务院办公厅的放假通知，工作日无法计算。",
        "Working days cannot be counted without the State Council notice.",
    ),
    remedy=Label("请管理员补录该年放假调休安排。", "Ask the administrator to enter that year."),
)
HOLIDAYS_UNREAD = declare(
    "E-MC-07",
    what=Label("放假通知中的“{place}”读不懂。", "“{place}” of the notice cannot be read."),
    why=Label(
        "每个节日一行，写明放假和上班的日期，才能逐日录入。",
        "One line a holiday names the days that are free and those that are worked.",
    ),
    remedy=Label(
        "请按通知原文填写，例如“一、元旦：1月1日（周四）至3日（周六）放假调休，共3天”。",
        "Enter it in Chinese as it was published, one line a holiday.",
    ),
)
HOLIDAYS_UNFIT = declare(
    "E-MC-08",
    what=Label(
        "放假通知前后不符：{place}（{reason}）。",
        "The notice contradicts itself: {place} ({reason}).",
    ),
    why=Label(
        "日期、星期和天数应当一致，不一致说明有笔误。",
        "Dates, weekdays and counts agree unless something is mistyped.",
    ),
    remedy=Label("请对照通知原文改正。", "Correct it by the notice."),
)
HOLIDAYS_MISSING = declare(
    "E-MC-09",
    what=Label("{place} 年的放假通知缺少：{missing}。", "The notice of {place} lacks: {missing}."),
    why=Label(
        "法定节假日每年都有安排，缺一项则工作日算错。",
        "Each public holiday is arranged every year; without one, working days come out wrong.",
    ),
    remedy=Label("请补齐后再录入。", "Enter all of them."),
)
HOLIDAYS_GIVEN = declare(
    "E-MC-10",
    what=Label("{place} 年的放假安排不在此录入。", "The holidays of {place} are not entered here."),
    why=Label(
        "通知在上一年公布，年内可以调整，其他年份没有可以录入的通知。",
        "A notice is published in the year before and may be amended within its year.",
    ),
    remedy=Label(
        "请核对年份，只能录入今年和明年的。", "Check the year: only this one and the next."
    ),
)
HOLIDAYS_PAPER = declare(
    "E-MC-11",
    what=Label("通知的文号或公布日期不对。", "Number or day of the notice is not right."),
    why=Label(
        "录入须有依据，并随交易日历公开；调整通知不会早于原通知。",
        "Its ground is public with the calendar; an amendment is not older than what it amends.",
    ),
    remedy=Label(
        "请填写文号；公布日期不晚于今日，也不早于原通知。",
        "Enter the number, and a day not after today nor before that of the notice amended.",
    ),
)
HOLIDAYS_PAST = declare(
    "E-MC-12",
    what=Label(
        "已过去的日期不能再改：{place}。",
        "Days until today would change: {place}.",
    ),
    why=Label(
        "期限、成交和交割已按原安排办理。",
        "Terms, deals and deliveries went by them as they were.",
    ),
    remedy=Label(
        "请核对通知，只写今后的调整；同一节日已过去的日期照原样写上。",
        "Check the notice; days of the same holiday that have passed are written as they were.",
    ),
)
HOLIDAYS_SAME = declare(
    "E-MC-13",
    what=Label("照此录入，{place} 年没有一天改变。", "Entered so, no day of {place} would change."),
    why=Label(
        "该年放假安排已有，只有调整才需要再录入。",
        "The holidays of that year are known; only an amendment is entered again.",
    ),
    remedy=Label(
        "请核对年份；粘贴调整后的日期，每个节日一行。",
        "Check the year, and paste the days as amended, one line a holiday.",
    ),
)
FILE_LOST = declare(
    "E-MC-06",
    what=Label("文件{place}在存储中缺失或已损坏。", "The file {place} is missing or damaged."),
    why=Label("内容与登记的摘要不一致。", "Its content does not match the recorded digest."),
    remedy=Label("请从备份恢复该文件。", "Restore the file from a backup."),
)
FILE_LARGE = declare(
    "E-PO-03",
    what=Label(
        "文件 {size_mb} MB，超过 {limit_mb} MB。",
        "The file has {size_mb} MB, more than {limit_mb} MB.",
    ),
    why=Label("过大的文件会影响其他人使用。", "Large files would slow everybody down."),
    remedy=Label(
        "请拆分图层，或只保留需要的小班。", "Split the layer or keep only what is needed."
    ),
)
ATTACHMENT_KIND = declare(
    "E-PO-18",
    what=Label("附件“{place}”不是 PDF、JPG 或 PNG。", "“{place}” is no PDF, JPG or PNG."),
    why=Label("按文件内容识别，改名无效。", "The content decides, not the name."),
    remedy=Label("请另存为这几种格式之一。", "Save it in one of these formats."),
)
ATTACHMENT_LARGE = declare(
    "E-PO-19",
    what=Label(
        "附件 {size_mb} MB，超过 {limit_mb} MB。", "The file has {size_mb} MB; {limit_mb} is most."
    ),
    why=Label("过大的文件会影响其他人使用。", "Large files would slow everybody down."),
    remedy=Label("请压缩后再提交。", "Make it smaller."),
)
FILES_MANY = declare(
    "E-PO-06",
    what=Label(
        "一次放了 {count} 个以上的文件，最多 {limit} 个。",
        "More than {count} files were sent at once; {limit} are the most.",
    ),
    why=Label("一次只检查一个图层。", "One layer is checked at a time."),
    remedy=Label(
        "请只放一个图层的文件，或压缩成一个 zip。",
        "Send the files of one layer only, or pack them into one zip.",
    ),
)
ALL_BUSY = declare(
    "E-PO-08",
    what=Label("正在检查的文件已满 {limit} 个。", "{limit} files are being checked right now."),
    why=Label(
        "同时读取太多文件会拖慢整个网站。", "Reading more at once would slow the whole site down."
    ),
    remedy=Label(
        "您的内容没有丢失，请在 {wait_s} 秒后再按一次。",
        "Nothing of yours is lost; press the button again in {wait_s} seconds.",
    ),
)
UPLOADS_OF_VISITOR = declare(
    "E-PO-15",
    what=Label(
        "您同时上传的文件已满 {limit} 个，这一个没有接收。",
        "You are sending {limit} files already; this one was not taken in.",
    ),
    why=Label(
        "同一来源同时上传的数量有限，以便其他人也能使用。",
        "Uploads of one visitor at a time are few, so that others can send theirs.",
    ),
    remedy=Label(
        "请等前面的文件传完，约 {wait_s} 秒后再试；文件仍在您的设备上。",
        "Let the others finish and try again in about {wait_s} seconds; your file is still yours.",
    ),
)
UPLOADS_FULL = declare(
    "E-PO-16",
    what=Label(
        "全站同时上传的文件已满 {limit} 个，这一个没有接收。",
        "{limit} files are being sent to this site right now; yours was not taken in.",
    ),
    why=Label(
        "同时接收太多文件会使所有人的上传都变慢。",
        "Taking in more at once would slow every upload down.",
    ),
    remedy=Label(
        "请约 {wait_s} 秒后再试；文件仍在您的设备上，无须重新准备。",
        "Try again in about {wait_s} seconds; your file is still on your device.",
    ),
)
PARAMETER_UNKNOWN = declare(
    "E-PO-01",
    what=Label("网址中的参数“{place}”无效。", "The parameter “{place}” is unknown."),
    why=Label(
        "若忽略该参数，显示的结果会与您的要求不符。",
        "Ignoring it would show something else than you asked for.",
    ),
    remedy=Label("可用的参数：{known}。", "Known parameters: {known}."),
)
PARAMETER_UNFIT = declare(
    "E-PO-17",
    what=Label(
        "网址中的参数“{place}”不能为“{value}”。", "The parameter “{place}” cannot be “{value}”."
    ),
    why=Label("应为{rule}。", "It must be {rule}."),
    remedy=Label("请改正后重试，或在页面上重新选择。", "Correct it, or choose again on the page."),
)
