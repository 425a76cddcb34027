"""What the register of parties refuses."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

CODE_KNOWN = declare(
    "E-PA-01",
    what=Label("信用代码{place}已经登记为“{party}”。", "{place} is entered as “{party}”."),
    why=Label("一个信用代码只对应一个主体。", "One credit code stands for one party."),
    remedy=Label(
        "请核对代码，或使用已登记的主体。", "Check the code, or use the party that is entered."
    ),
)
APPOINTED = declare(
    "E-PA-02",
    what=Label("该经办人已经登记过这一岗位。", "That operator already holds this role."),
    why=Label("同一人在同一单位的同一岗位只登记一次。", "A role is given once for one party."),
    remedy=Label("无须再次登记。", "Nothing more is to be done."),
)
CODE_WRONG = declare(
    "E-PA-03",
    what=Label("信用代码{place}不成立：{fault}。", "{place} is no credit code: {fault}."),
    why=Label(
        "统一社会信用代码按 GB 32100 编码，末位为校验码。",
        "Credit codes follow GB 32100 and end with a check sign.",
    ),
    remedy=Label("请对照营业执照或登记证书逐位核对。", "Compare it with the licence sign by sign."),
)
PAPER_WRONG = declare(
    "E-PA-04",
    what=Label("证件号码{place}不成立：{fault}。", "The number {place} is not valid: {fault}."),
    why=Label(
        "居民身份证号码按 GB 11643 编码；其他证件须按证件类型填写。",
        "Resident numbers follow GB 11643; other papers have forms of their own.",
    ),
    remedy=Label("请对照证件逐位核对。", "Compare it with the paper sign by sign."),
)
TWO_SIDES = declare(
    "E-PA-05",
    what=Label(
        "{place}已任{held}，不能再任{role}。",
        "{place} serves as {held} and cannot be {role} as well.",
    ),
    why=Label(
        "主管、登记、交易、核查机构的人员不得持有和交易碳票，持有人也不得任上述岗位。",
        "Staff of authorities, register, exchange and verifiers hold and trade nothing, and the "
        "other way round.",
    ),
    remedy=Label("请另选人员，或先办理离任。", "Choose somebody else, or end that role first."),
)
ADMINISTRATOR_ALONE = declare(
    "E-PA-06",
    what=Label(
        "{place}已任{held}，不能再任{role}。",
        "{place} serves as {held} and cannot be {role} as well.",
    ),
    why=Label(
        "系统、安全、审计三类管理员相互制约，一人只任其一，且不办理业务。",
        "The three administrators watch each other: one person holds one of the offices and does "
        "no business.",
    ),
    remedy=Label("请另选人员，或先办理离任。", "Choose somebody else, or end that role first."),
)
ROLE_UNKNOWN = declare(
    "E-PA-07",
    what=Label("没有可以授予的岗位“{place}”。", "There is no role “{place}” to be given."),
    why=Label("岗位须是本平台列出的岗位。", "A role is one of those that the house lists."),
    remedy=Label("请从列表中选择。", "Choose one of the list."),
)
AREA_WRONG = declare(
    "E-PA-08",
    what=Label("“{place}”不是本省的行政区划代码。", "“{place}” is no area of this province."),
    why=Label(
        "管辖范围用省（2 位）、市州（4 位）或县（6 位）的代码表示。",
        "Areas are codes of the province (2), a prefecture (4) or a county (6 digits).",
    ),
    remedy=Label("请核对代码。", "Check the code."),
)
OWN_CASE = declare(
    "E-PA-09",
    what=Label("您不能办理自己提出或关于自己的事项：{place}。", "This is your own case: {place}."),
    why=Label("提名与确认、申请与审核须由不同的人办理。", "One proposes, another decides."),
    remedy=Label("请由另一位有权人员办理。", "Let another person in charge decide."),
)
ENDED = declare(
    "E-PA-10",
    what=Label("{place}的任职已经终止。", "{place}: this role has ended."),
    why=Label("终止只办理一次，记录保留。", "A role is ended once; its record stays."),
    remedy=Label("无须再次办理。", "Nothing more is to be done."),
)
LAST_ONE = declare(
    "E-PA-11",
    what=Label("{place}是最后一位，不能终止。", "{place} is the last one and must stay."),
    why=Label(
        "没有这类管理员，账号和岗位就无人管理。", "Without one nobody could care for the accounts."
    ),
    remedy=Label("请先任命继任者。", "Appoint a successor first."),
)
TOO_OFTEN = declare(
    "E-SI-01",
    what=Label(
        "登录失败次数过多，请约 {minutes} 分钟后再试。",
        "Too many failed trials; try again in about {minutes} minutes.",
    ),
    why=Label(
        "暂停登录可以防止他人猜测密码，账号本身没有被锁定。",
        "The pause keeps others from guessing; the account itself is not locked.",
    ),
    remedy=Label(
        "忘记密码的，可以用电子邮箱重设；仍有困难请联系系统管理员。",
        "If you forgot the password, reset it by e-mail, or ask the administrator.",
    ),
)
NAME_TAKEN = declare(
    "E-SI-02",
    what=Label("账号名“{place}”已被使用。", "The account name “{place}” is taken."),
    why=Label("账号名在本平台只能有一个。", "An account name stands once in this house."),
    remedy=Label("请换一个账号名，或直接登录。", "Choose another one, or sign in."),
)
REACH_MISSING = declare(
    "E-SI-03",
    what=Label("请至少填写电子邮箱或手机号。", "Give an e-mail address or a mobile number."),
    why=Label("忘记密码或有通知时须能联系到您。", "You must be reachable for notices and resets."),
    remedy=Label("请填写其中一项。", "Fill in one of them."),
)
MOBILE_WRONG = declare(
    "E-SI-04",
    what=Label("手机号不成立：{fault}。", "This is no mobile number: {fault}."),
    why=Label("号码错了就联系不到您。", "You could not be reached."),
    remedy=Label("请核对后重填。", "Check it and enter it again."),
)
FACTOR_NEEDED = declare(
    "E-SI-06",
    what=Label("您的岗位至少要保留一种第二因素。", "Your role must keep a second factor."),
    why=Label(
        "签署、登记、结算和管理岗位须用两种以上方式鉴别身份。",
        "Those who sign, register, settle or administer prove themselves in two ways.",
    ),
    remedy=Label("请先登记新的第二因素，再停用这一种。", "Register a new one first."),
)
NOT_YOURS = declare(
    "E-SI-07",
    what=Label("这不是您的记录，或已经结束。", "This is not yours, or it is over."),
    why=Label(
        "每人只能管理自己的会话和第二因素。", "Sessions and factors belong to one person each."
    ),
    remedy=Label("请刷新页面查看现状。", "Reload the page to see what stands."),
)
KEY_WRONG = declare(
    "E-SI-08",
    what=Label("安全密钥没有通过验证。", "The security key was not accepted."),
    why=Label(
        "密钥不是为本网站登记的，或这次验证已经过期。",
        "The key was not registered for this site, or this trial has expired.",
    ),
    remedy=Label("请重新开始，或改用动态码、恢复码。", "Begin again, or use a code."),
)
LOCKED = declare(
    "E-SI-09",
    what=Label("{place}的账号状态未变。", "The account of {place} stays as it is."),
    why=Label("账号已处于该状态，或是您自己的。", "It is in that state already, or it is yours."),
    remedy=Label("请刷新页面查看现状。", "Reload the page to see what stands."),
)
OUTSIDE_FAILED = declare(
    "E-SI-10",
    what=Label("外部身份登录没有成功。", "Signing in through the other provider failed."),
    why=Label(
        "对方没有给出可以核实的身份，或本次登录已经过期。",
        "No identity came back that could be verified, or this trial has expired.",
    ),
    remedy=Label("请重新开始，或用账号和密码登录。", "Begin again, or sign in with a password."),
)
OWN_SIGN_IN_ONLY = declare(
    "E-SI-11",
    what=Label("这个外部身份已经属于另一账号。", "This identity belongs to another account."),
    why=Label("一个外部身份只对应一个人。", "One identity stands for one person."),
    remedy=Label("请用那个账号登录。", "Sign in with that account."),
)
FIELD_MISSING = declare(
    "E-PA-12",
    what=Label("没有填写{field}。", "Not filled in: {field}."),
    why=Label(
        "开户须识别客户、受益所有人和资金账户。", "The customer, owner and account must be known."
    ),
    remedy=Label("请补填。", "Fill it in."),
)
ROLE_CLOSED = declare(
    "E-PA-13",
    what=Label("岗位“{place}”不能自行申请。", "The role “{place}” cannot be applied for."),
    why=Label(
        "主管和运营岗位由管理员提名、另一人确认。",
        "Roles of offices are proposed by one administrator and confirmed by another.",
    ),
    remedy=Label("请选择列表中的岗位。", "Choose one of the list."),
)
LICENCE_OVER = declare(
    "E-PA-14",
    what=Label("执照或证件已于 {place} 到期。", "The licence or paper expired on {place}."),
    why=Label("过期的证件不能证明主体资格。", "An expired paper proves nothing."),
    remedy=Label("请换证后再申请，或更正有效期。", "Renew it first, or correct the date."),
)
AUTHORITY_MISSING = declare(
    "E-PA-15",
    what=Label("代理人{place}没有授权委托书。", "The agent {place} has no power of attorney."),
    why=Label("以他人名义办理须有授权。", "Who acts for another needs authority."),
    remedy=Label("请上传授权委托书，或由本人办理。", "Upload it, or apply in person."),
)
DETAIL_WRONG = declare(
    "E-PA-16",
    what=Label("{field}不成立：{fault}。", "This cannot be right ({field}): {fault}."),
    why=Label("号码错了，资金或通知就到不了。", "Money or notices would not arrive."),
    remedy=Label("请核对后重填。", "Check it and enter it again."),
)
CHECK_MISSING = declare(
    "E-PA-17",
    what=Label("审核要点未核实：{point}。", "Not checked yet: {point}."),
    why=Label("要点全部核实后才能开户。", "An account opens when every point is checked."),
    remedy=Label("请核实后勾选，或退回补正。", "Check it and tick it, or return the application."),
)
SCREENING_OPEN = declare(
    "E-PA-18",
    what=Label(
        "名单筛查没有得出“未命中”（疑似 {place} 条），须由人判断。",
        "The screening is not clear ({place} possible hits); somebody must decide.",
    ),
    why=Label(
        "名单缺失、过期或疑似命中时，不得视为没有问题。",
        "A list that is missing or old, or a possible hit, is never taken for clear.",
    ),
    remedy=Label("请写明判断的理由，或先导入最新名单。", "Give your reason, or import a new list."),
)
REASON_MISSING = declare(
    "E-PA-19",
    what=Label("没有写明理由。", "No reason is given."),
    why=Label("退回、拒绝、暂停和销户须告知理由。", "The customer must be told why."),
    remedy=Label("请写明理由。", "Give the reason."),
)
LIST_WRONG = declare(
    "E-PA-20",
    what=Label("名单文件不能使用：{fault}。", "This list cannot be used: {fault}."),
    why=Label("读不全的名单会漏掉应当命中的人。", "A list half read would miss somebody."),
    remedy=Label(
        "请提供 UTF-8 编码的 CSV，表头含 name，可含 number。",
        "Provide a CSV in UTF-8 whose header has name and perhaps number.",
    ),
)
LIST_KNOWN = declare(
    "E-PA-21",
    what=Label("名单“{place}”的这一版已经导入。", "This version of “{place}” is imported."),
    why=Label("同一版名单只导入一次。", "A version is imported once."),
    remedy=Label("请核对发布日期。", "Check the date of publication."),
)
TOO_MANY_ASKED = declare(
    "E-SI-12",
    what=Label(
        "同一地址提交过于频繁，请约 {minutes} 分钟后再试。",
        "Too many from one address; try again in about {minutes} minutes.",
    ),
    why=Label(
        "限制频次可以防止批量注册和邮件骚扰。", "This keeps mass sign-ups and floods of mail away."
    ),
    remedy=Label("请稍后再试，或联系系统管理员。", "Come back later, or ask the administrator."),
)
MAIL_STALE = declare(
    "E-SI-13",
    what=Label(
        "确认链接已失效，邮箱没有确认。",
        "This link is no longer good; the address was not confirmed.",
    ),
    why=Label(
        "链接只在规定时限内、对登记的邮箱有效。",
        "A link holds for a time and for the address that is entered now.",
    ),
    remedy=Label(
        "请登录后在“我的账号”重发确认邮件。",
        "Sign in and have another link sent from “My account”.",
    ),
)
MAIL_SOON = declare(
    "E-SI-14",
    what=Label(
        "确认邮件刚刚发出，请约 {minutes} 分钟后再试。",
        "A link was sent just now; try again in about {minutes} minutes.",
    ),
    why=Label("限制频次可以防止邮件骚扰。", "This keeps floods of mail away."),
    remedy=Label("请先查看收件箱和垃圾邮件。", "Look into the inbox and the junk folder first."),
)
MAIL_NOTHING = declare(
    "E-SI-15",
    what=Label("没有待确认的邮箱。", "There is no address to confirm."),
    why=Label("邮箱没有填写，或已经确认。", "None was given, or it is confirmed already."),
    remedy=Label("请在“我的账号”核对。", "Look it up in “My account”."),
)
