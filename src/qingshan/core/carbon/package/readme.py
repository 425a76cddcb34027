"""What a package says to whoever opens it, in both languages."""

from __future__ import annotations

from qingshan import __version__
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.plots.run import PlotRun
from qingshan.core.carbon.run import Run
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text

_ZH = """# 复算包

{title}（{method}）

| 项目 | 内容 |
| --- | --- |
| 监测期 | {start} 至 {last} |
| 参数日期 | {as_of} |
| 小班数 | {count} |
| 减排量 | {removal} 吨二氧化碳当量 |
| 可签发 | {issuable} 吨 |
| 结果摘要 | {digest} |

## 包内文件

- `manifest.json`：清单，列出各文件的 SHA-256、方法学摘要、选项与程序版本
- `inputs.parquet`：方法学所取的各小班数据（不含姓名与图形）
- `tables/`：计量所用参数表中当日有效的行，含出处
- `method.json`：方法学的输入、输出、选项与公式
- `run.parquet`：各小班结果与计量记录

## 如何复算

安装 Qingshan {code} 后，在任何一台电脑上运行（不需要数据库和网络）：

    qingshan measure recompute 本文件.zip

或者

    python -m qingshan.core.carbon.package 本文件.zip

程序用包内数据和参数重新计量，逐个小班比对整数（单位 0.0001 吨），并显示结果摘要；
不一致时指出第一处不同。
摘要应与碳票或监测报告上所载一致。
"""

_EN = """# Recomputation package

{title} ({method})

| item | content |
| --- | --- |
| period | {start} to {last} |
| tables as of | {as_of} |
| sub-compartments | {count} |
| removal | {removal} tCO2e |
| issuable | {issuable} t |
| digest of the result | {digest} |

## What it holds

- `manifest.json`: SHA-256 of each file, digest of the method, options, version of the program
- `inputs.parquet`: the data of the sub-compartments that the method takes (no names, no shapes)
- `tables/`: the rows of the tables used that are in force on that day, with their sources
- `method.json`: inputs, outputs, options and equations of the method
- `run.parquet`: the result of each sub-compartment and the record of the run

## How to recompute

With Qingshan {code} installed, on any machine, without database or network:

    qingshan measure recompute THIS_FILE.zip

or

    python -m qingshan.core.carbon.package THIS_FILE.zip

The program measures again from the data and tables in the package, compares the integers of each
sub-compartment (0.0001 t) and prints the digest of the result; where they differ it names the first
difference. The digest should be the one on the ticket or in the monitoring report.
"""


_PLOTS_ZH = """# 样地计量复算包

样地路线（plots_v1）

| 项目 | 内容 |
| --- | --- |
| 监测期 | {start} 至 {last} |
| 参数日期 | {as_of} |
| 层数 | {count} |
| 减排量 | {removal} 吨二氧化碳当量 |
| 可签发 | {issuable} 吨 |
| 结果摘要 | {digest} |

## 包内文件

- `manifest.json`：清单，列出各文件的 SHA-256、选项与程序版本
- `plots.parquet`、`trees.parquet`、`strata.parquet`：样地清单、每木检尺表、层面积表
- `tables/`：计量所用参数表中当日有效的行，含出处
- `method.json`：各步公式
- `run.parquet`：各层结果与计量记录

## 如何复算

安装 Qingshan {code} 后，在任何一台电脑上运行（不需要数据库和网络）：

    qingshan measure recompute 本文件.zip

或者

    python -m qingshan.core.carbon.package 本文件.zip

任一数字可展开到单株与方程：

    qingshan measure explain 本文件.zip removal
"""

_PLOTS_EN = """# Recomputation package of a measurement on plots

The route over plots (plots_v1)

| item | content |
| --- | --- |
| period | {start} to {last} |
| tables as of | {as_of} |
| strata | {count} |
| removal | {removal} tCO2e |
| issuable | {issuable} t |
| digest of the result | {digest} |

## What it holds

- `manifest.json`: SHA-256 of each file, options, version of the program
- `plots.parquet`, `trees.parquet`, `strata.parquet`: plots, trees, areas of the strata
- `tables/`: the rows of the tables used that are in force on that day, with their sources
- `method.json`: the formula of each step
- `run.parquet`: the result of each stratum and the record of the run

## How to recompute

With Qingshan {code} installed, on any machine, without database or network:

    qingshan measure recompute THIS_FILE.zip

or

    python -m qingshan.core.carbon.package THIS_FILE.zip

Any figure opens down to a tree and its equation:

    qingshan measure explain THIS_FILE.zip removal
"""

_SURVEY = Label(
    """
## 原始调查数据

`survey.bundle` 是当时交来的调查数据，可能含姓名与图形，只供核查，不得公开。
包内的输入数据可从它重新得出：

    qingshan measure recompute 本文件.zip --from-survey
""",
    """
## The survey

`survey.bundle` is the survey as it was handed in, maybe with names and shapes: for an audit, not
for the public. The inputs come out of it again by

    qingshan measure recompute THIS_FILE.zip --from-survey
""",
)


def readme(run: Run, language: str, *, with_survey: bool = False) -> str:
    """The README of a package of sub-compartments, ``zh`` or ``en``."""
    spec = find_method(run.method).spec
    body = _ZH if language == "zh" else _EN
    facts = {"title": spec.label.say(language), "method": run.method}
    return _filled(body, run, language, facts, with_survey=with_survey)


def plot_readme(run: PlotRun, language: str, *, with_survey: bool = False) -> str:
    """The README of a package over plots, ``zh`` or ``en``."""
    body = _PLOTS_ZH if language == "zh" else _PLOTS_EN
    return _filled(body, run, language, {}, with_survey=with_survey)


def _filled(
    body: str, run: Run | PlotRun, language: str, facts: dict[str, str], *, with_survey: bool
) -> str:
    told = body + (_SURVEY.say(language) if with_survey else "")
    return told.format(
        **facts,
        start=run.period.start,
        last=run.period.last,
        as_of=run.as_of,
        count=f"{len(run.frame):,}",
        removal=tonnes_text(run.removal),
        issuable=f"{run.issuable_t:,}",
        digest=run.digest,
        code=__version__,
    )
