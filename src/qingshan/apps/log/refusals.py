"""What the log refuses, in sentences."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

ENTRY_UNKNOWN = declare(
    "E-LO-01",
    what=Label(
        "日志中没有第 {index} 条，现有 {size} 条（从 0 起编号）。",
        "The log has no entry {index}; it holds {size}, counted from 0.",
    ),
    why=Label("只能为已记入日志的条目出具证明。", "Only an entry of the log can be proved."),
    remedy=Label("请核对条目编号。", "Check the number of the entry."),
)
HEAD_UNKNOWN = declare(
    "E-LO-02",
    what=Label(
        "没有规模为 {size} 的已签名日志头，最新的是 {newest}。",
        "No head was signed at size {size}; the newest is {newest}.",
    ),
    why=Label("证明只能建立在已签名的日志头上。", "A proof rests on signed heads only."),
    remedy=Label("请从日志头列表中选取规模。", "Take a size from the list of signed heads."),
)
NOT_SIGNED_YET = declare(
    "E-LO-03",
    what=Label(
        "第 {index} 条已记入日志，但尚未被日志头覆盖。",
        "Entry {index} is in the log, but no signed head covers it yet.",
    ),
    why=Label("日志头每日签名一次。", "A head is signed once a day."),
    remedy=Label("请在下一个日志头签名后再试。", "Try again after the next head was signed."),
)
SIZES_TURNED = declare(
    "E-LO-04",
    what=Label(
        "前一规模 {first} 大于后一规模 {second}。",
        "The first size {first} is larger than the second, {second}.",
    ),
    why=Label(
        "一致性证明从较早的日志头指向较晚的。", "Consistency runs from an earlier head to a later."
    ),
    remedy=Label("请对调两个规模。", "Exchange the two sizes."),
)
NOTHING_NEW = declare(
    "E-LO-05",
    what=Label(
        "日志自上一个日志头（{size} 条）以来没有新条目。",
        "The log has no new entry since its last head at {size}.",
    ),
    why=Label("同一规模只签名一次。", "A size is signed once."),
    remedy=Label("有新条目后再签名。", "Sign again when entries were added."),
)
NUMBER_UNREADABLE = declare(
    "E-LO-06",
    what=Label("{place}为{value}，不是整数。", "{place} is {value}, which is no whole number."),
    why=Label("条目和规模都是从 0 起的整数。", "Entries and sizes are whole numbers from 0."),
    remedy=Label("请填写整数。", "Give a whole number."),
)
NO_NEW_ROWS = declare(
    "E-LO-07",
    what=Label(
        "自上次摘要入志以来，登记各表没有新的行，也没有新的办理记录。",
        "No row of the register is new and nothing was done since rows were noted last.",
    ),
    why=Label("没有可记的摘要，就不留空白记录。", "An empty note would say nothing."),
    remedy=Label("有新的办理后再记。", "Note again when something was done."),
)
