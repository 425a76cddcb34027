"""What the plot route refuses of the lists that are handed in (E-CA)."""

from __future__ import annotations

from qingshan.core.kernel.errors import declare
from qingshan.core.kernel.label import Label

OCCASION_TOLD_TWICE = declare(
    "E-CA-12",
    what=Label(
        "前期另有文件，而 {name} 里又有期次一列。",
        "The earlier occasion has a file of its own, and {name} states occasions as well.",
    ),
    why=Label(
        "两处说法可能不同，不能替填表人选。",
        "The two may disagree, and which one counts is not for the program to choose.",
    ),
    remedy=Label(
        "请去掉期次一列，或把两期放在同一份表里。",
        "Remove that column, or put both occasions into one list.",
    ),
)
LIST_UNREADABLE = declare(
    "E-CA-13",
    what=Label("{name} 读不出（{said}）。", "{name} cannot be read ({said})."),
    why=Label(
        "样地清单、每木检尺表和层面积表须为完好的 .xlsx、.csv 或 .parquet 文件。",
        "Lists of plots, trees and strata are sound .xlsx, .csv or .parquet files.",
    ),
    remedy=Label(
        "请重新导出该文件；数字列里不能有文字。",
        "Export the file again; columns of numbers hold no words.",
    ),
)
