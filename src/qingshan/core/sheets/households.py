"""The list of households (分户清单), and whether their areas and shares use up the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.sheets import refusals as codes
from qingshan.core.sheets.grid import listed
from qingshan.core.sheets.identity import discreet
from qingshan.core.sheets.notes import Note
from qingshan.core.sheets.reading import Sheet
from qingshan.core.sheets.specification import Bounds, Column, Kind, Rule, Specification
from qingshan.core.sheets.totals import added, plain

WHOLE = 100_00
"""100 % in 0.01 %."""

MU_PER: Mapping[str, Decimal] = {
    "亩": Decimal(1),
    "mu": Decimal(1),
    "市亩": Decimal(1),
    "公顷": Decimal(15),
    "ha": Decimal(15),
    "hm2": Decimal(15),
    "hm²": Decimal(15),
    "平方米": Decimal("0.0015"),
    "m2": Decimal("0.0015"),
    "m²": Decimal("0.0015"),
}
"""Mu in one unit of area, exact."""


@dataclass(frozen=True)
class Claim:
    """What the households have to share out: the stated area in all and by sub-compartment."""

    area_mu: float | None = None
    compartments_mu: Mapping[str, float] = field(default_factory=dict)
    tolerance_mu: float = 0.0


@dataclass(frozen=True)
class Sums:
    """What the sums say."""

    refusals: tuple[Refusal, ...] = ()
    notes: tuple[Note, ...] = ()


def households(bounds: Mapping[str, Bounds] | None = None) -> Specification:
    """The list of households; ``bounds`` by column key, from a table."""
    bounds = bounds or {}
    return Specification(
        name="households",
        label=Label("分户清单", "list of households"),
        columns=(
            Column(
                "head_name", Label("户主", "head of household"), Kind.TEXT,
                Label("与身份证一致", "as on the resident card"),
                aliases=("户主姓名", "姓名", "农户姓名", "户主名称", "name"), is_personal=True,
            ),
            Column(
                "resident_id", Label("身份证号", "resident id"), Kind.IDENTIFIER,
                Label("18 位，文本格式；不要用数字格式", "18 characters, as text, no number"),
                aliases=("身份证号码", "身份证", "公民身份号码", "证件号码", "id number"),
                rule=Rule.RESIDENT_ID, is_personal=True,
            ),
            Column(
                "area_mu", Label("面积", "area"), Kind.NUMBER,
                Label("该户在本项目中的面积，单位写在表头", "in this project; unit in the header"),
                aliases=("林地面积", "分户面积", "确权面积", "承包面积"),
                units=MU_PER, is_unit_needed=True, bounds=bounds.get("area_mu"),
            ),
            Column(
                "share_basis_points", Label("份额", "share"), Kind.SHARE,
                Label("百分数，各户合计正好 100", "per cent; all households make exactly 100"),
                aliases=("收益份额", "分配比例", "占比", "比例", "所占份额"),
                units={"%": Decimal(1)}, bounds=Bounds(0, 100),
            ),
            Column(
                "bank_card", Label("银行卡号", "bank card"), Kind.IDENTIFIER,
                Label("本人账户，文本格式", "the person's own account, as text"),
                aliases=("银行账号", "银行卡", "卡号", "开户账号", "一卡通账号"),
                rule=Rule.BANK_CARD, is_personal=True,
            ),
            Column(
                "mobile", Label("手机号", "mobile"), Kind.IDENTIFIER,
                Label("11 位，可空", "11 digits; may be blank"),
                aliases=("手机号码", "联系电话", "电话", "手机"),
                rule=Rule.MOBILE, is_required=False, is_personal=True,
            ),
            Column(
                "compartment", Label("小班号", "sub-compartment"), Kind.IDENTIFIER,
                Label("一户有几个小班时每个小班一行", "one row for each sub-compartment"),
                aliases=("小班", "图斑号", "小班编号", "地块编号"), is_required=False,
            ),
        ),
        unique=("resident_id", "compartment"),
        help=Label("每户每个小班一行。", "One row for each household and sub-compartment."),
    )  # fmt: skip


def household_sums(sheet: Sheet, claim: Claim, faults: Sequence[Refusal] = ()) -> Sums:
    """Sums of areas and shares against the claim; a column with faults is not summed.

    Returns
    -------
    Sums
        E-SH-32 areas, E-SH-33 shares, E-SH-34 more than a whole plot, E-SH-35 unknown plot.
    """
    spoilt = {refusal.facts.get("column_en") for refusal in faults}
    if not sheet.frame.height or "sub-compartment" in spoilt:
        return Sums()
    refusals: list[Refusal] = []
    notes: list[Note] = []
    if "area" not in spoilt and "area_mu" in sheet.places:
        refusals += _areas(sheet, claim)
        if claim.area_mu is None and not claim.compartments_mu:
            found = plain(added(sheet.frame["area_mu"].to_list()))
            notes.append(Note.of("area not compared", sheet.name, found=found))
    if "share" not in spoilt and "share_basis_points" in sheet.places:
        more, said = _shares(sheet)
        refusals += more
        notes += said
    return Sums(tuple(refusals), tuple(notes))


def _areas(sheet: Sheet, claim: Claim) -> list[Refusal]:
    found = []
    if claim.area_mu is not None:
        total = added(sheet.frame["area_mu"].to_list())
        found += _gap(Label("全部", "All"), total, claim.area_mu, claim, sheet.name)
    if not claim.compartments_mu or not _by_plot(sheet):
        return found
    for (compartment,), rows in sheet.frame.group_by("compartment", maintain_order=True):
        stated = claim.compartments_mu.get(str(compartment))
        if stated is None:
            for row in rows["row"]:
                cell = f"{sheet.places['compartment']}{row}"
                facts = {"row": row, "cell": cell, "shown": discreet(str(compartment or "—"))}
                found.append(Refusal(codes.COMPARTMENT_UNKNOWN, f"{sheet.name}!{cell}", facts))
        else:
            scope = Label(
                f"小班 {discreet(str(compartment))} ",
                f"Sub-compartment {discreet(str(compartment))}",
            )
            found += _gap(scope, added(rows["area_mu"].to_list()), stated, claim, sheet.name)
    return found


def _gap(scope: Label, total: Decimal, stated: float, claim: Claim, place: str) -> list[Refusal]:
    gap = total - Decimal(str(stated))
    if abs(gap) <= Decimal(str(claim.tolerance_mu)):
        return []
    side = Label("少", "less") if gap < 0 else Label("多", "more")
    facts = {
        "scope_zh": scope.zh, "scope_en": scope.en, "found": plain(total), "gap": plain(abs(gap)),
        "side_zh": side.zh, "side_en": side.en, "stated": plain(Decimal(str(stated))),
        "tolerance": plain(Decimal(str(claim.tolerance_mu))),
    }  # fmt: skip
    return [Refusal(codes.AREA_SUM_DIFFERS, place, facts)]


def _shares(sheet: Sheet) -> tuple[list[Refusal], list[Note]]:
    frame = sheet.frame
    total = int(frame["share_basis_points"].sum() or 0)
    plots = _by_plot(sheet)
    if not plots:
        return ([] if total == WHOLE else [_unequal(Label("全部", "All"), total, sheet.name)]), []
    sums = {plot: int(rows["share_basis_points"].sum() or 0) for plot, rows in plots.items()}
    if len(plots) > 1 and total == WHOLE:
        return [], [Note.of("share of the whole", sheet.name)]
    found = []
    for plot, rows in plots.items():
        if sums[plot] > WHOLE and rows["resident_id"].n_unique() > 1:
            facts = {
                "households": rows["resident_id"].n_unique(),
                "compartment": discreet(plot),
                "found": _percent(sums[plot]),
                "rows": listed(rows["row"].to_list()),
                "row": rows["row"][-1],
                "cell": f"{sheet.places['share_basis_points']}{rows['row'][-1]}",
            }
            found.append(Refusal(codes.SHARE_OVER, sheet.name, facts))
        elif sums[plot] != WHOLE:
            scope = Label(f"小班 {discreet(plot)} ", f"Sub-compartment {discreet(plot)}")
            found.append(_unequal(scope, sums[plot], sheet.name))
    return found, []


def _by_plot(sheet: Sheet) -> dict[str, pl.DataFrame]:
    """Rows by sub-compartment; rows that name none form a group of their own."""
    if "compartment" not in sheet.places or sheet.frame["compartment"].null_count() == len(
        sheet.frame
    ):
        return {}
    groups = sheet.frame.group_by("compartment", maintain_order=True)
    return {str(plot or "—"): rows for (plot,), rows in groups}


def _unequal(scope: Label, total: int, place: str) -> Refusal:
    facts = {"scope_zh": scope.zh, "scope_en": scope.en, "found": _percent(total)}
    return Refusal(codes.SHARE_SUM_DIFFERS, place, facts)


def _percent(basis_points: int) -> str:
    return plain(Decimal(basis_points).scaleb(-2))
