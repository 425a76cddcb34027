"""The report of a month or a year as PDF and as the rows of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qingshan.apps.base.frame import say
from qingshan.apps.exchange.market_paper import Line, MarketPaper, Section, market_pdf
from qingshan.apps.exchange.modes import MODES
from qingshan.apps.gazette.report import MarketReport
from qingshan.apps.gazette.turnover import Sum
from qingshan.apps.gazette.words import led_back, report_title, standing
from qingshan.apps.registry.purposes import DECLARED_USE, PURPOSES
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import plain_yuan, yuan
from qingshan.core.kernel.units import plain_tonnes, tonnes_text
from qingshan.core.market.rules import mean_price_fen

NOTHING = "—"
FOOT = Label(
    "成交按成交日统计，已更正的不计入；不同用途的成交分开统计，不合并成一个市场价。"
    "成交的用途由买方申报，不等于已注销。",
    "Deals count on the day they were agreed, none that was corrected; those of different uses are"
    " told apart and not merged into one market price. The use of a deal is what its buyer"
    " declared, not what was retired.",
)
NONE = Label("本期没有。", "None in this period.")
DEALT = (
    Label("单数", "Deals"),
    Label("成交量（吨）", "Quantity (t)"),
    Label("成交额（元）", "Amount (CNY)"),
)
HEAD = ("part", "name", "count", "tonnes", "amount_yuan", "low_yuan", "high_yuan", "mean_yuan")


def mean_fen(part: Sum) -> int:
    """The mean of a use by volume, in fen per tonne."""
    return mean_price_fen(part.amount_fen, part.quantity)


def report_pdf(told: MarketReport) -> bytes:
    """The report in the language of the request."""
    more = led_back(told)
    notes = [standing(told), *([more] if more else [])]
    sums = Label("".join(one.zh for one in notes), " ".join(one.en for one in notes))
    paper = MarketPaper(
        report_title(told.period),
        sums,
        told.period.name,
        FOOT,
        told.until,
        sections=[_figures(told), *_dealt(told), _retired(told)],
    )
    return market_pdf(paper)


def _figures(told: MarketReport) -> Section:
    head = [Label("指标", "Figure"), Label("本期", "This period"), Label("上期", "Period before")]
    head += [Label("变化", "Change")]
    if told.year_before:
        head.append(Label("上年同期", "Year before"))
    lines = [
        Line(
            [
                say(row.label),
                row.now,
                row.before,
                row.change or NOTHING,
                *([row.year_before] if row.year_before is not None else []),
            ]
        )
        for row in told.comparisons
    ]
    return Section(Label("概况", "At a glance"), head, lines, NONE)


def _dealt(told: MarketReport) -> Iterator[Section]:
    dealt = told.turnover
    mean = Label("均价（元/吨）", "Mean (CNY/t)")
    lines = [
        Line([*_cells(say(PURPOSES[one.name]), one), yuan(mean_fen(one))]) for one in dealt.uses
    ]
    head = [DECLARED_USE, *DEALT, mean]
    yield Section(Label("分用途成交", "By use"), head, lines, NONE)
    lines = [Line(_cells(say(MODES[one.name]), one)) for one in dealt.modes]
    head = [Label("方式", "Mode"), *DEALT]
    yield Section(Label("分方式成交", "By mode"), head, lines, NONE)
    prices = (Label("点选最低", "Lowest pick"), Label("点选最高", "Highest pick"))
    lines = [Line([*_cells(one.ticket, one), *_prices(one)]) for one in dealt.tickets]
    head = [Label("碳票", "Ticket"), *DEALT, *prices]
    yield Section(Label("分碳票成交", "By ticket"), head, lines, NONE)


def _retired(told: MarketReport) -> Section:
    head = (Label("用途", "Use"), Label("笔数", "Count"), Label("注销量（吨）", "Retired (t)"))
    lines = [
        Line([say(PURPOSES[purpose]), f"{kept.count:,}", tonnes_text(kept.quantity)])
        for purpose, kept in told.now.retired
    ]
    return Section(Label("分用途注销", "Retired by use"), head, lines, NONE)


def _cells(name: str, part: Sum) -> list[str]:
    return [name, f"{part.deals:,}", tonnes_text(part.quantity), yuan(part.amount_fen)]


def _prices(part: Sum) -> list[str]:
    return [NOTHING if fen is None else yuan(fen) for fen in (part.low_fen, part.high_fen)]


def plain_rows(told: MarketReport) -> Iterator[list[Any]]:
    """The report as a file has it: the whole first, then every part with its code."""
    now, dealt = told.now, told.turnover
    whole = now.dealt
    amounts = (plain_tonnes(whole.quantity), plain_yuan(whole.amount_fen))
    yield ["dealt", "", whole.deals, *amounts, "", "", ""]
    for part, sums in (("use", dealt.uses), ("mode", dealt.modes), ("span", dealt.spans)):
        for one in sums:
            yield _plain(part, one.name, one, has_mean=part == "use")
    for one in dealt.tickets:
        yield _plain("ticket", one.ticket, one)
    for name, kept in (("issued", now.issued), ("pledged", now.pledged)):
        amount = plain_yuan(kept.amount_fen) if name == "pledged" else ""
        yield [name, "", kept.count, plain_tonnes(kept.quantity), amount, "", "", ""]
    for purpose, kept in now.retired:
        yield ["retired", purpose, kept.count, plain_tonnes(kept.quantity), "", "", "", ""]


def _plain(part: str, name: str, one: Sum, *, has_mean: bool = False) -> list[Any]:
    prices = ["" if fen is None else plain_yuan(fen) for fen in (one.low_fen, one.high_fen)]
    if part != "ticket":
        prices = ["", ""]
    mean = plain_yuan(mean_fen(one)) if has_mean else ""
    amounts = (plain_tonnes(one.quantity), plain_yuan(one.amount_fen))
    return [part, name, one.deals, *amounts, *prices, mean]
