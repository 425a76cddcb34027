"""The bulletin of a day as PDF."""

from __future__ import annotations

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.frame import say
from qingshan.apps.exchange.bulletin import Bulletin, corrections
from qingshan.apps.exchange.bulletin import Line as TicketLine
from qingshan.apps.exchange.market_paper import Line, MarketPaper, Section, market_pdf
from qingshan.apps.registry.purposes import DECLARED_USE, PURPOSES
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import tonnes_text

NOTHING = "—"
FOOT = Label(
    "收盘价为当日点选成交的加权均价；不同用途的成交分开统计，不合并成一个市场价。"
    "用途由买方成交时申报，不等于已注销，注销以登记簿为准。",
    "The close is the mean by volume of what was picked. Deals of different uses are told apart"
    " and not merged into one market price. A use is what the buyer declared; what was retired"
    " stands in the register.",
)
SO_FAR = Label("盘中", "So far")
CLOSE, MEAN_SO_FAR = Label("收盘", "Close"), Label("盘中均价", "Mean so far")
NONE = Label("当日没有成交。", "Nothing was dealt that day.")
LINES = (
    Label("碳票", "Ticket"),
    Label("前收盘", "Close before"),
    Label("开盘", "Open"),
    Label("最高", "High"),
    Label("最低", "Low"),
    CLOSE,
    Label("涨跌", "Change"),
    Label("成交量（吨）", "Quantity (t)"),
    Label("成交额（元）", "Amount (CNY)"),
    Label("大宗等（吨）", "Block etc. (t)"),
    Label("大宗等（元）", "Block etc. (CNY)"),
)
USES = (
    DECLARED_USE,
    Label("单数", "Deals"),
    Label("成交量（吨）", "Quantity (t)"),
    Label("成交额（元）", "Amount (CNY)"),
    Label("均价（元/吨）", "Mean (CNY/t)"),
)
CORRECTED = (
    Label("成交号", "Deal"),
    Label("更正日", "Corrected"),
    Label("数量（吨）", "Quantity (t)"),
    Label("价格（元/吨）", "Price (CNY/t)"),
    Label("理由", "Reason"),
)
SIGNS = {"up": "▲", "down": "▼"}


def bulletin_title(told: Bulletin) -> Label:
    """The heading of a bulletin."""
    day = told.day.isoformat()
    return Label(f"林业碳票交易日报 {day}", f"Bulletin of {day}")


def close_name(told: Bulletin) -> Label:
    """What the last of the four prices is called: a close only when the day is over."""
    return MEAN_SO_FAR if told.so_far else CLOSE


def change_text(line: TicketLine) -> str:
    """The change with its sign in words that colour alone does not say: ``▲ +1.25 %``."""
    change = line.change_percent
    if change is None:
        return NOTHING
    return f"{SIGNS.get(line.direction, '')} {change:+.2f} %".strip()


def bulletin_pdf(told: Bulletin) -> bytes:
    """The bulletin in the language of the request; the same bytes every time."""
    tonnes, amount = tonnes_text(told.quantity), yuan(told.amount_fen)
    summed = Label(
        f"成交 {told.deals} 笔，{tonnes} 吨，{amount} 元",
        f"{told.deals} deals, {tonnes} t, CNY {amount}",
    )
    head = [close_name(told) if name is CLOSE else name for name in LINES]
    sections = [
        Section(Label("各碳票行情", "Tickets"), head, [_line(line) for line in told.lines], NONE),
        Section(Label("分用途成交", "By use"), USES, _uses(told), NONE),
    ]
    if taken_out := _corrected(told):
        heading = Label("已更正的成交", "Corrected deals")
        sections.append(Section(heading, CORRECTED, taken_out, NONE))
    paper = MarketPaper(
        bulletin_title(told),
        summed,
        told.day.isoformat(),
        FOOT,
        told.edition.day,
        _mark(told),
        sections,
    )
    return market_pdf(paper)


def _mark(told: Bulletin) -> Label | None:
    """What stands above the heading: which edition, or that the day is not over."""
    if told.so_far:
        at = f"{told.so_far.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        return Label(
            f"盘中，截至 {at}，收市后才有收盘价", f"So far, as of {at}; no close before the end"
        )
    return told.edition.label if len(told.editions) > 1 else None


def _line(line: TicketLine) -> Line:
    prices = (line.before_fen, line.open_fen, line.high_fen, line.low_fen, line.close_fen)
    cells = [
        line.ticket,
        *(NOTHING if price is None else yuan(price) for price in prices),
        change_text(line),
        tonnes_text(line.quantity),
        yuan(line.amount_fen),
        tonnes_text(line.other_quantity),
        yuan(line.other_amount_fen),
    ]
    return Line(cells, line.direction)


def _uses(told: Bulletin) -> list[Line]:
    return [
        Line(
            [
                say(PURPOSES[use.purpose]),
                str(use.deals),
                tonnes_text(use.quantity),
                yuan(use.amount_fen),
                yuan(use.mean_fen),
            ]
        )
        for use in told.uses
    ]


def _corrected(told: Bulletin) -> list[Line]:
    return [
        Line(
            [
                one.trade.number,
                one.edition.day.isoformat(),
                tonnes_text(one.trade.quantity),
                yuan(one.trade.price_fen),
                one.trade.correction_reason,
            ]
        )
        for one in corrections(told)
    ]
