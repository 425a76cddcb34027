"""The rules of trading in words, in the order in which the page shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qingshan.apps.rulebook.reads import written_rulebook
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.market.fee import KEY, TABLE
from qingshan.core.tables.row import Row
from qingshan.core.tables.shelf import Shelf

RULES = Label("交易规则", "Rules of trading")
WORDS: dict[str, Label] = {
    "open_morning": Label("上午开市", "Morning opens"),
    "close_morning": Label("上午收市", "Morning closes"),
    "open_afternoon": Label("下午开市", "Afternoon opens"),
    "close_afternoon": Label("下午收市", "Afternoon closes"),
    "open_block": Label("大宗协议开始", "Block deals open"),
    "close_block": Label("大宗协议结束", "Block deals close"),
    "price_tick_fen": Label("价格最小变动", "Price step"),
    "lot_tonne": Label("数量最小单位", "Lot"),
    "listing_review": Label("挂牌审核", "Review of listings"),
    "listing_max_qty": Label("点选单笔须小于", "A picked order is below"),
    "pick_order_max": Label("合并摘牌最多笔数", "Most listings of one order"),
    "block_min_qty": Label("大宗协议单笔不少于", "A block deal is at least"),
    "band_listing": Label("点选涨跌幅", "Band of picked orders"),
    "band_block": Label("大宗协议涨跌幅", "Band of block deals"),
    "band_zone": Label("专区涨跌幅", "Band of the zones"),
    "individual_max_qty": Label("个人专区单笔不超过", "A pack in the individual zone is at most"),
    "statement_lines_max": Label("一份对账单最多行数", "Most lines of a paper statement"),
    "levels_shown": Label("显示最优档位", "Best levels shown"),
    "chart_days": Label("行情图回溯天数", "Days shown by a chart"),
    "candle_deals": Label("画蜡烛图的最少成交笔数", "Deals of a day that make a candle"),
    "order_max_days": Label("挂牌、求购和询价最长天数", "Longest term of an order"),
    "proposal_days": Label("大宗协议待确认天数", "Days to confirm a proposal"),
    "resale_gap": Label("买卖间隔", "Days between buying and selling"),
    "same_day_resale": Label("当日买入当日卖出", "Resale on the same day"),
    "max_holders": Label("单一碳票持有人上限", "Most holders of one ticket"),
    "position_max": Label("单一参与人持有上限", "Most that one party holds"),
    "position_report": Label("大户报告数量", "Holding to be reported"),
    "holding_report_share": Label("大户报告比例", "Share to be reported"),
    "holding_report_days": Label("大户报告期限", "Days to report"),
    "fee_seller": Label("卖方手续费", "Fee of the seller"),
    "fee_buyer": Label("买方手续费", "Fee of the buyer"),
    "fee_min_fen": Label("手续费每笔最低", "Least fee of a deal"),
    "deal_deposit": Label("大宗协议保证金", "Deposit of a block deal"),
    "auction_deposit": Label("竞价保证金", "Deposit of an auction"),
    "auction_bidding_hours": Label("竞价投报最短时长", "Shortest bidding of an auction"),
    "auction_opening_hours": Label("竞价开标最短时长", "Shortest opening of an auction"),
    "auction_deposit_lost": Label("未开标不退保证金比例", "Deposit lost by not opening"),
    "auction_deposit_lost_to": Label("未开标保证金归属", "A lost deposit goes to"),
    "auction_notice": Label("竞价公告提前", "Notice before an auction"),
    "auction_display": Label("竞价标的展示", "Display before an auction"),
    "auction_record_years": Label("竞价记录保存", "Records of auctions kept"),
    "settle_days": Label("成交至交割", "From deal to delivery"),
    "settle_from": Label("当日统一交割开始", "Deals of the day are delivered from"),
    "objection_days": Label("异议期限", "Time for objections"),
    "attachment_mb": Label("异议和说明的附件最大", "Largest attachment to an objection"),
    "rule_notice_days": Label("规则调整提前公告", "Notice before a change of rules"),
}


_UNITS: dict[str, Label] = {
    "tCO2e": Label(" 吨", " t"),
    "%": Label("%", " %"),
    "h": Label(" 小时", " h"),
    "d": Label(" 天", " days"),
    "yr": Label(" 年", " years"),
    "MB": Label(" MB", " MB"),
    "trading day": Label(" 个交易日", " trading days"),
    "working day": Label(" 个工作日", " working days"),
}
_FLAGS = (Label("不允许", "no"), Label("允许", "yes"))
OPTIONS: dict[str, dict[str, Label]] = {
    "auction_deposit_lost_to": {
        "seller": Label("卖方", "seller"),
        "exchange": Label("交易场所", "exchange"),
    },
    "listing_review": {
        "before": Label("审核通过后挂牌", "before they open"),
        "none": Label("不审核", "none"),
    },
}
"""What rules that are told by a word may be."""


@dataclass(frozen=True)
class Rule:
    """A rule in force: its name in words and its row."""

    label: Label
    row: Row

    @property
    def told(self) -> Label:
        """The value with its unit, as one says it."""
        text, unit = self.row.value_text, self.row.unit
        if unit == "fen":
            return Label(f"{yuan(int(text))} 元", f"CNY {yuan(int(text))}")
        if unit == "flag":
            return _FLAGS[text != "0"]
        if unit == "text":
            return OPTIONS.get(self.row.name, {}).get(text, Label(text, text))
        if text.isdecimal():
            text = f"{int(text):,}"
        after = unit_of(self.row)
        return Label(text + after.zh, text + after.en)


def unit_of(row: Row) -> Label:
    """The unit in words, with the blank that goes before it."""
    return _UNITS.get(row.unit, Label("", ""))


def rules_in_force(day: date, shelf: Shelf | None = None) -> list[Rule]:
    """Every row of the table that holds on a day, those with words first and in their order.

    They are those that the database has at this moment unless a ``shelf`` is given.
    """
    shelf = shelf or written_rulebook()
    return list(_told({row.name: row for row in shelf.rows(TABLE, day) if row.key == KEY}))


def _told(rows: dict[str, Row]) -> Iterator[Rule]:
    for name, label in WORDS.items():
        if name in rows:
            yield Rule(label, rows.pop(name))
    for name, row in rows.items():
        yield Rule(Label(name, name), row)
