"""What the walks refuse."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

NOT_A_DEMONSTRATION = declare(
    "E-WK-01",
    what=Label("当前数据库不是演示环境。", "The configured database is no demonstration."),
    why=Label(
        "完整流程会登记虚构的单位、碳票和成交。",
        "The walk enters made-up parties, tickets and deals.",
    ),
    remedy=Label(
        "请在演示环境运行，或设置 QINGSHAN_DEMO=1。",
        "Run it on a demonstration, or set QINGSHAN_DEMO=1.",
    ),
)
FOUNDED = declare(
    "E-WK-02",
    what=Label("{place}已经有管理员或同名账号。", "{place}: there are administrators already."),
    why=Label(
        "首批管理员只录入一次，其后的岗位须一人提名、另一人确认。",
        "The first administrators are entered once; later roles need two people.",
    ),
    remedy=Label(
        "请用系统管理员账号登录后提名，或换一个账号名。",
        "Sign in as administrator and propose roles, or choose other account names.",
    ),
)
ANOTHER_TOWN = declare(
    "E-WK-03",
    what=Label(
        "这个数据库里的模拟不是以种子 {seed}、步长按 {steps} 步开始的。",
        "The town in this database was not begun with seed {seed} and the pace of {steps} steps.",
    ),
    why=Label(
        "种子和步长决定每一步，换了就接不上已有的记录。",
        "Seed and pace decide every step; with others its journal cannot go on.",
    ),
    remedy=Label(
        "请用开始时的 --seed 和 --steps 继续，或换一个数据库名。",
        "Go on with the --seed and --steps it was begun with, or name another database.",
    ),
)
