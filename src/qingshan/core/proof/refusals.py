"""What signed documents refuse, in sentences."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

NOT_SEALED = declare(
    "E-PF-01",
    what=Label(
        "非本系统签发：{place}中没有签名封套。", "{place} carries no seal of this register."
    ),
    why=Label(
        "没有封套就无从证明文件由本登记系统出具。",
        "Without a seal nothing shows that the register made this file.",
    ),
    remedy=Label(
        "请从登记系统重新下载原件；打印件、扫描件请改用票号和校验码查验。",
        "Download the original from the register; check a print by number and check code.",
    ),
)
BODY_ALTERED = declare(
    "E-PF-02",
    what=Label(
        "文件被修改过：与登记原件不一致（原件摘要前 8 位 {sealed}，此文件 {found}）。",
        "The file was altered: sealed with digest {sealed}, found with {found}.",
    ),
    why=Label(
        "签名只对签发时的每一个字节有效。",
        "The signature holds only for the very bytes that were sealed.",
    ),
    remedy=Label(
        "请勿采信此文件；请凭票号在登记系统查询，并举报疑似假票。",
        "Do not rely on this file; look the number up in the register and report a forgery.",
    ),
)
NOT_CANONICAL = declare(
    "E-PF-03",
    what=Label(
        "{place}的签名封套编码不规范。", "The seal of {place} is not in its one written form."
    ),
    why=Label(
        "同一封套只有一种写法，其他写法一律视为改动。",
        "A seal has exactly one written form; any other form counts as an alteration.",
    ),
    remedy=Label(
        "请从登记系统重新下载原件。",
        "Download the original from the register again.",
    ),
)
UNREADABLE = declare(
    "E-PF-04",
    what=Label(
        "{place}的签名封套无法读取：{problem}。", "The seal of {place} cannot be read: {problem}."
    ),
    why=Label(
        "封套缺项或版本不明，不能判定文件真伪。",
        "With fields missing or a version unknown, the file cannot be judged.",
    ),
    remedy=Label(
        "请从登记系统重新下载原件；若为新版文件，请升级查验程序。",
        "Download the original again; if the file is newer, upgrade the program that checks it.",
    ),
)
UNKNOWN_KEY = declare(
    "E-PF-05",
    what=Label(
        "签名密钥 {key_id} 不在本系统公布的密钥之列。",
        "The signing key {key_id} is not among the keys that the register publishes.",
    ),
    why=Label(
        "任何人都能造一把密钥，只有公布的密钥才代表登记系统。",
        "Anyone can make a key; only published keys speak for the register.",
    ),
    remedy=Label(
        "请核对登记系统公布的密钥清单；演示环境的文件只在该演示环境内有效。",
        "Compare with the register's list of keys; files of a demonstration hold only within it.",
    ),
)
SIGNATURE_WRONG = declare(
    "E-PF-06",
    what=Label(
        "{place}的签名不符，封套被改动过。", "The signature of {place} does not match its seal."
    ),
    why=Label(
        "签名不符时，封套中的数量、票号均不可信。",
        "When it does not match, neither quantity nor number in the seal can be believed.",
    ),
    remedy=Label(
        "请勿采信此文件；请凭票号在登记系统查询。",
        "Do not rely on this file; look the number up in the register.",
    ),
)
ENDING_ALTERED = declare(
    "E-PF-07",
    what=Label(
        "{place}在签名封套之后还有内容或结尾被改动。",
        "{place} was changed or continued after its seal.",
    ),
    why=Label(
        "封套之后追加的内容可以遮盖已签名的页面。",
        "Content added after the seal can cover the page that was signed.",
    ),
    remedy=Label(
        "请从登记系统重新下载原件，勿用其他软件另存。",
        "Download the original again and do not save it anew with other software.",
    ),
)
NOT_A_PDF = declare(
    "E-PF-08",
    what=Label(
        "{place}不是结构完整的 PDF，不能签名。", "{place} is no complete PDF and cannot be sealed."
    ),
    why=Label(
        "签名后的文件必须能被任何阅读器打开。",
        "A sealed file must open in any reader.",
    ),
    remedy=Label("请重新生成文件后再签名。", "Make the file again, then seal it."),
)
KEY_UNUSABLE = declare(
    "E-PF-09",
    what=Label(
        "密钥文件 {place} 不可用：{problem}。", "The key file {place} is unusable: {problem}."
    ),
    why=Label(
        "没有可用的密钥就不能签发任何文件。", "Without a usable key no document can be issued."
    ),
    remedy=Label(
        "请从备份恢复该文件；切勿删除后重新生成，否则已签发文件将无法核验。",
        "Restore it from a backup; with another key, documents already issued no longer verify.",
    ),
)
CODE_WRONG = declare(
    "E-PF-10",
    what=Label("校验码不符：{place}。", "The check code does not match: {place}."),
    why=Label(
        "校验码由登记内容和登记系统密钥算出，内容不同则校验码不同。",
        "The code follows from the registered content and the register's key.",
    ),
    remedy=Label(
        "请核对抄写（校验码不含字母 I、L、O、U）；仍不符的，请勿采信并举报。",
        "Compare letter by letter (I, L, O, U do not occur); if it still differs, report it.",
    ),
)
FONTS_MISSING = declare(
    "E-PF-11",
    what=Label("缺少字体文件：{names}。", "Font files are missing: {names}."),
    why=Label(
        "缺字体时汉字会变成空白，因此不出具任何文件。",
        "Without them Chinese characters would turn blank, so no document is made.",
    ),
    remedy=Label(
        "请重新安装软件包，安装过程会把字体收集到 {place}。",
        "Install the package again; the installation collects the fonts into {place}.",
    ),
)
NO_GLYPH = declare(
    "E-PF-12",
    what=Label("有字无法印出：{problem}。", "A character cannot be printed: {problem}."),
    why=Label(
        "票面缺字会改变权利人或地名，因此不出具。",
        "A face with a gap would change a name, so it is not made.",
    ),
    remedy=Label(
        "请核对是否为正式汉字；确为生僻字的，请联系管理员补充字体。",
        "Check that it is a proper character; for a rare one, ask the administrator for a font.",
    ),
)
TOO_LONG = declare(
    "E-PF-13",
    what=Label("票面放不下：{problem}。", "The text does not fit on the face: {problem}."),
    why=Label(
        "文字压到边框或换页的票面不得出具。",
        "A face whose text runs into the border or onto another page is not issued.",
    ),
    remedy=Label(
        "请使用规范简称，或将四至、村组改列附表。",
        "Use the registered short form, or move the list of villages to an annex.",
    ),
)
PROOF_UNREADABLE = declare(
    "E-PF-14",
    what=Label(
        "日志证明无法读取（{place}：{problem}）。",
        "The log proof cannot be read ({place}: {problem}).",
    ),
    why=Label(
        "证明只有一种写法，缺项或写法不同都不能判定。",
        "A proof has one written form; with fields missing it proves nothing.",
    ),
    remedy=Label(
        "请从公开日志页面重新下载证明文件。", "Download the proof from the public log again."
    ),
)
LOG_ENTRY_NOT_INCLUDED = declare(
    "E-PF-15",
    what=Label(
        "证明不成立：第 {index} 条不在共 {size} 条的日志之内（{hash}）。",
        "The proof fails: entry {index} is not in the log of {size} entries ({hash}).",
    ),
    why=Label(
        "日志头对全部条目作了签名，少一个字节都对不上。",
        "The signed head covers every entry; a single other byte does not fit.",
    ),
    remedy=Label(
        "请重新下载证明；仍不成立的，请保存文件并向主管部门举报。",
        "Download the proof again; if it still fails, keep the file and report it.",
    ),
)
LOG_SHRUNK = declare(
    "E-PF-16",
    what=Label(
        "日志{place}由 {first} 条变为 {second} 条，或已换成另一本日志。",
        "Log {place} went from {first} to {second} entries, or is another log.",
    ),
    why=Label("公开日志只增不减。", "The public log only ever grows."),
    remedy=Label("请保存两个日志头，向主管部门举报。", "Keep both tree heads and report them."),
)
LOG_FORKED = declare(
    "E-PF-17",
    what=Label(
        "日志{place}的历史被改写：{second} 条的日志并非由 {first} 条的日志续成（{hash}）。",
        "The history of log {place} was rewritten: {second} entries do not continue {first} "
        "({hash}).",
    ),
    why=Label(
        "两个已签名的日志头互相矛盾，至少有一处记录被改、被删或被插入。",
        "Two signed heads contradict each other: a record was changed, removed or inserted.",
    ),
    remedy=Label(
        "请保存两个日志头，它们就是证据；向主管部门举报。",
        "Keep both heads, for they are the evidence, and report them.",
    ),
)
LOG_UNPROVED = declare(
    "E-PF-18",
    what=Label(
        "登记系统{place}未给出由 {first} 条续至 {second} 条的证明（{problem}）。",
        "Register {place} gives no proof that {second} entries continue {first} ({problem}).",
    ),
    why=Label(
        "见证过的日志头，登记系统必须始终能够证明。",
        "A register must always be able to prove a head that was once seen.",
    ),
    remedy=Label(
        "请保存已见证的日志头，稍后再试；仍无证明的，向主管部门举报。",
        "Keep the head you saw and try again; if no proof comes, report it.",
    ),
)
BUNDLE_FOREIGN = declare(
    "E-PF-19",
    what=Label(
        "这份证明包属于 {other}，不属于 {place}。", "The bundle proves {other}, not {place}."
    ),
    why=Label("证明包只证明它所属的碳票。", "A bundle proves the ticket that it was made for."),
    remedy=Label(
        "请从该碳票的页面重新下载证明包。", "Download the bundle from that ticket's page again."
    ),
)
BUNDLE_UNPROVED = declare(
    "E-PF-20",
    what=Label(
        "{place} 的签发尚未列入已签名的日志。", "The issue of {place} is under no signed head yet."
    ),
    why=Label(
        "日志头每天签名，未签名之前不能证明。", "Heads are signed daily; before that is no proof."
    ),
    remedy=Label("请次日重新下载证明包。", "Download the bundle again a day later."),
)
