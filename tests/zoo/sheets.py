"""Side files as they really arrive: good ones, and every known illness, made on the spot."""

# ruff: noqa: E501  one line a case

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from qingshan.core.sheets.identity import passes_luhn, resident_id_fault

HEADER = ("户主", "身份证号", "面积（亩）", "份额（%）", "银行卡号", "手机号", "小班号")
PLOT_HEADER = ("样地号", "经度", "纬度", "面积（m²）", "树种", "调查日期")
TREE_HEADER = ("样地号", "树号", "树种", "胸径（cm）", "树高（m）")
CUT = 520103199001011234
"""An id typed as a number; a spreadsheet keeps 15 of its digits."""

Rows = list[list[Any]]
Make = Callable[[Path], None]


@dataclass(frozen=True)
class SheetCase:
    """One file: how it is made, and the codes, kinds of notes and rows that its report shows."""

    name: str
    make: Make
    codes: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    rows: int = 3
    kind: str = "households"


def resident_id(order: int) -> str:
    """A made-up id with the right check character."""
    body = f"52010319900101{order:03d}"
    return next(body + last for last in "0123456789X" if resident_id_fault(body + last) is None)


def bank_card(order: int) -> str:
    """A made-up card number of 19 digits that passes the usual check."""
    body = f"622848{order:012d}"
    return next(body + last for last in "0123456789" if passes_luhn(body + last))


def households_rows(*shares: float, area: float = 10.5) -> Rows:
    """Three households that share one sub-compartment exactly, or those with these shares."""
    return [
        [f"杨{'一二三四'[at]}", resident_id(101 + at), area, share, bank_card(at + 7),
         f"1380000000{at}", "0012"]
        for at, share in enumerate(shares or (50, 30, 20))
    ]  # fmt: skip


def plots_rows() -> Rows:
    return [
        ["001", 107.98, 26.57, 600, "杉木", date(2024, 3, 5)],
        ["002", 107.99, 26.58, 600, "马尾松", date(2024, 3, 6)],
        ["003", 107.97, 26.56, 600, "杉木", date(2024, 3, 7)],
    ]


def trees_rows() -> Rows:
    return [["001", str(at), "杉木", 12.5 + at, 9.5] for at in range(1, 4)]


def workbook(
    rows: Rows, header: Sequence[Any] = HEADER, edit: Callable[[Any, Any], None] | None = None
) -> Make:
    """A workbook with one sheet 数据; ``edit`` is given the book and the sheet."""

    def make(path: Path) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "数据"
        for row in [list(header), *rows]:
            sheet.append(row)
        if edit is not None:
            edit(book, sheet)
        book.save(path)

    return make


def text(
    rows: Rows, *, encoding: str = "utf-8-sig", separator: str = ",", before: str = ""
) -> Make:
    """The same as CSV."""

    def make(path: Path) -> None:
        lines = [separator.join("" if c is None else str(c) for c in row) for row in rows]
        whole = before + "\r\n".join([separator.join(HEADER), *lines]) + "\r\n"
        path.write_bytes(whole.encode(encoding))

    return make


def with_parts(make: Make, change: Callable[[dict[str, bytes]], None]) -> Make:
    """A workbook whose inner parts were changed by hand."""

    def made(path: Path) -> None:
        make(path)
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        change(parts)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)

    return made


def raw(data: bytes) -> Make:
    return lambda path: path.write_bytes(data) and None


def changed(at: int, column: int, value: Any, rows: Rows | None = None) -> Rows:
    """The three households with one cell changed (both counted from 0)."""
    rows = rows or households_rows()
    rows[at][column] = value
    return rows


SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _sub(pattern: str, into: str, part: str = SHEET) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        before = parts[part].decode()
        after = re.sub(pattern, into, before, count=1)
        assert after != before, f"{pattern} is not in {part}"
        parts[part] = after.encode()

    return change


def _shared(parts: dict[str, bytes]) -> None:
    """Texts in a part of their own, as Excel and WPS store them."""
    texts: list[str] = []

    def move(found: re.Match[str]) -> str:
        texts.append(found[3])
        return f'<c r="{found[1]}"{found[2]} t="s"><v>{len(texts) - 1}</v></c>'

    cell = r'<c r="([A-Z]+\d+)"([^>]*?) t="inlineStr"><is><t>([^<]*)</t></is></c>'
    parts[SHEET] = re.sub(cell, move, parts[SHEET].decode()).encode()
    assert texts
    items = "".join(f"<si><t>{one}</t></si>" for one in texts)
    parts[STRINGS] = f'<sst xmlns="{SPACE}">{items}</sst>'.encode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    named = f'<Override PartName="/{STRINGS}" ContentType="{kind}"/></Types>'
    types = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = types.replace("</Types>", named).encode()


def _put(name: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.update({name: data})


def _bomb(parts: dict[str, bytes]) -> None:
    parts["xl/media/image1.png"] = bytes(40 << 20)


def _nested_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("list.txt", "x")
    return out.getvalue()


def _two_sheets(book: Any, sheet: Any) -> None:
    other = book.create_sheet("去年")
    for row in sheet.iter_rows(values_only=True):
        other.append(row)


def _hidden(_: Any, sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["F"].hidden = True


def _titled(_: Any, sheet: Any) -> None:
    sheet.insert_rows(1, 2)
    sheet["A1"] = "某村分户清单"
    sheet.merge_cells("A1:G1")


def _per_cent(_: Any, sheet: Any) -> None:
    for row, share in enumerate((0.5, 0.3, 0.2), 2):
        sheet.cell(row, 4, share).number_format = "0.00%"


def _far_format(_: Any, sheet: Any) -> None:
    sheet.cell(1_048_576, 1).number_format = "0.00"


ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
TOTAL = ["合计", None, 31.5, 100]

FILES = (
    SheetCase("good.xlsx", workbook(households_rows())),
    SheetCase("title_above.xlsx", workbook(households_rows(), edit=_titled), notes=frozenset({"header below"})),
    SheetCase("total.xlsx", workbook([*households_rows(), TOTAL]), notes=frozenset({"row of totals"})),
    SheetCase("total_wrong.xlsx", workbook([*households_rows(), ["合 计", None, 33, 100]]), frozenset({"E-SH-31"})),
    SheetCase("remark.xlsx", workbook([*households_rows(), ["填表人：某某"]]), notes=frozenset({"row of remarks"})),
    SheetCase("blank_row.xlsx", workbook([*households_rows()[:1], [], *households_rows()[1:]]), notes=frozenset({"row blank"})),
    SheetCase("hidden.xlsx", workbook(households_rows(), edit=_hidden), notes=frozenset({"rows hidden", "columns hidden"})),
    SheetCase("hectares.xlsx", workbook(households_rows(area=0.7), ("户主", "身份证号", "面积（公顷）", *HEADER[3:])), notes=frozenset({"unit converted"})),
    SheetCase("unit_unsaid.xlsx", workbook(households_rows(), ("户主", "身份证号", "面积", *HEADER[3:])), frozenset({"E-SH-14"})),
    SheetCase("unit_strange.xlsx", workbook(households_rows(), ("户主", "身份证号", "面积（垧）", *HEADER[3:])), frozenset({"E-SH-15"})),
    SheetCase("column_extra.xlsx", workbook([[*r, "无"] for r in households_rows()], (*HEADER, "备注")), notes=frozenset({"columns unknown"})),
    SheetCase("column_missing.xlsx", workbook([r[:4] for r in households_rows()], HEADER[:4]), frozenset({"E-SH-12"})),
    SheetCase("column_twice.xlsx", workbook([[*r, "0013"] for r in households_rows()], (*HEADER, "小班")), frozenset({"E-SH-13"})),
    SheetCase("header_absent.xlsx", workbook(households_rows()[1:], households_rows()[0]), frozenset({"E-SH-11"}), rows=0),
    SheetCase("rows_absent.xlsx", workbook([]), frozenset({"E-SH-19"}), rows=0),
    SheetCase("id_cut.xlsx", workbook(changed(1, 1, CUT)), frozenset({"E-SH-21"})),
    SheetCase("id_scientific.csv", text(changed(1, 1, "5.20103E+17")), frozenset({"E-SH-21"})),
    SheetCase("id_zeros.xlsx", workbook(changed(1, 1, "520103199001011000")), frozenset({"E-SH-21"})),
    SheetCase("id_check.xlsx", workbook(changed(1, 1, "520103199001011234")), frozenset({"E-SH-22"})),
    SheetCase("id_wide.xlsx", workbook(changed(1, 1, "".join(chr(ord(c) + 0xFEE0) for c in resident_id(102)))), notes=frozenset({"characters widened"})),
    SheetCase("card_cut.xlsx", workbook(changed(2, 4, 6228480402564890018)), frozenset({"E-SH-21"})),
    SheetCase("card_short.xlsx", workbook(changed(2, 4, "622848")), frozenset({"E-SH-24"})),
    SheetCase("card_doubtful.xlsx", workbook(changed(2, 4, "6228480402564890011")), notes=frozenset({"card doubtful"})),
    SheetCase("text_numbers.xlsx", workbook(changed(0, 2, "１0.50 亩")), notes=frozenset({"number as text", "characters widened"})),
    SheetCase("number_words.xlsx", workbook(changed(0, 2, "约十亩")), frozenset({"E-SH-25"})),
    SheetCase("area_huge.xlsx", workbook(changed(0, 2, 70035)), frozenset({"E-SH-26"})),
    SheetCase("value_missing.xlsx", workbook(changed(0, 0, None)), frozenset({"E-SH-20"})),
    SheetCase("share_decimals.xlsx", workbook(households_rows(33.333, 33.333, 33.334)), frozenset({"E-SH-27"})),
    SheetCase("share_format.xlsx", workbook(households_rows(), edit=_per_cent), notes=frozenset({"per cent by format"})),
    SheetCase("share_less.xlsx", workbook(households_rows(50, 30, 19.99)), frozenset({"E-SH-33"})),
    SheetCase("share_over.xlsx", workbook(households_rows(60, 60), HEADER), frozenset({"E-SH-34"}), rows=2),
    SheetCase("row_twice.xlsx", workbook(households_rows() + households_rows()[:1]), frozenset({"E-SH-30", "E-SH-34"}), rows=4),
    SheetCase("merged.xlsx", workbook(households_rows(), edit=lambda _, sheet: sheet.merge_cells("A2:A3")), frozenset({"E-SH-16", "E-SH-20"})),
    SheetCase("formula_empty.xlsx", workbook(changed(0, 2, "=5+5.5")), frozenset({"E-SH-17"})),
    SheetCase("formula_saved.xlsx", with_parts(workbook(households_rows()), _sub(r'<c r="C2"[^>]*><v>', '<c r="C2"><f>5+5.5</f><v>')), notes=frozenset({"formulas"})),
    SheetCase("error_value.xlsx", with_parts(workbook(households_rows()), _sub(r'<c r="C2"[^>]*><v>10.5</v>', '<c r="C2" t="e"><v>#REF!</v>')), frozenset({"E-SH-18"})),
    SheetCase("sheets_two.xlsx", workbook(households_rows(), edit=_two_sheets), frozenset({"E-SH-08"}), rows=0),
    SheetCase("far_format.xlsx", workbook(households_rows(), edit=_far_format)),
    SheetCase("dimension_lie.xlsx", with_parts(workbook(households_rows()), _sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"'))),
    SheetCase("row_far.xlsx", workbook(households_rows(), edit=lambda _, sheet: sheet.cell(900_000, 1, "x")), frozenset({"E-SH-06"}), rows=0),
    SheetCase("merged_bomb.xlsx", with_parts(workbook(households_rows()), _sub("</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')), frozenset({"E-SH-06"}), rows=0),
    SheetCase("row_endless.xlsx", with_parts(workbook(households_rows()), _sub("</sheetData>", '<row r="9">' + '<c r="A9"/>' * 17_000 + "</row></sheetData>")), frozenset({"E-SH-05"}), rows=0),
    SheetCase("zip_bomb.xlsx", with_parts(workbook(households_rows()), _bomb), frozenset({"E-SH-06"}), rows=0),
    SheetCase("entities.xlsx", with_parts(workbook(households_rows()), _sub(r"^(<\?xml[^>]*\?>)?", ENTITIES)), frozenset({"E-SH-07"}), rows=0),
    SheetCase("strings_shared.xlsx", with_parts(workbook(households_rows()), _shared)),
    SheetCase("entities_strings.xlsx", with_parts(with_parts(workbook(households_rows()), _shared), _sub(r"^(<\?xml[^>]*\?>)?", ENTITIES, STRINGS)), frozenset({"E-SH-07"}), rows=0),
    SheetCase("macros.xlsm", with_parts(workbook(households_rows()), _put("xl/vbaProject.bin", b"x")), frozenset({"E-SH-04"}), rows=0),
    SheetCase("old.xls", raw(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)), frozenset({"E-SH-02"}), rows=0),
    SheetCase("password.xlsx", raw(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le")), frozenset({"E-SH-03"}), rows=0),
    SheetCase("other_zip.xlsx", raw(_nested_zip()), frozenset({"E-SH-01"}), rows=0),
    SheetCase("strict.xlsx", with_parts(workbook(households_rows()), _sub("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main", "xl/workbook.xml")), frozenset({"E-SH-01"}), rows=0),
    SheetCase("no_workbook.xlsx", raw(b"<html>not a workbook</html>"), frozenset({"E-SH-05"}), rows=0),
    SheetCase("part_broken.xlsx", with_parts(workbook(households_rows()), _sub("</sheetData>.*$", "")), frozenset({"E-SH-05"}), rows=0),
    SheetCase("bom.csv", text(households_rows()), notes=frozenset({"encoding"})),
    SheetCase("utf8.csv", text(households_rows(), encoding="utf-8")),
    SheetCase("gbk.csv", text(changed(0, 0, "杨龑"), encoding="gb18030")),
    SheetCase("tabs.tsv", text(households_rows(), encoding="utf-16", separator="\t"), notes=frozenset({"delimiter"})),
    SheetCase("semicolons.csv", text(households_rows(), separator=";", before="sep=;\r\n"), notes=frozenset({"delimiter"})),
    SheetCase("encoding_lost.csv", raw(b"\xd0\xd5,\xff\x80\xff"), frozenset({"E-SH-10"}), rows=0),
    SheetCase("plots.xlsx", workbook(plots_rows(), PLOT_HEADER), kind="plots"),
    SheetCase("plots_serial.xlsx", workbook([[*r[:5], 45356] for r in plots_rows()], PLOT_HEADER), notes=frozenset({"date by serial"}), kind="plots"),
    SheetCase("plots_date_text.xlsx", workbook([[*r[:5], "2024年3月5日"] for r in plots_rows()], PLOT_HEADER), notes=frozenset({"date as text"}), kind="plots"),
    SheetCase("plots_date_wrong.xlsx", workbook([[*r[:5], "03/05/24"] for r in plots_rows()], PLOT_HEADER), frozenset({"E-SH-28"}), kind="plots"),
    SheetCase("plots_species.xlsx", workbook([[*r[:4], "仙人掌", r[5]] for r in plots_rows()], PLOT_HEADER), frozenset({"E-SH-29"}), kind="plots"),
    SheetCase("plots_place.xlsx", workbook([[r[0], *r[3:]] for r in plots_rows()], (PLOT_HEADER[0], *PLOT_HEADER[3:])), frozenset({"E-SH-12"}), kind="plots"),
    SheetCase("trees.xlsx", workbook(trees_rows(), TREE_HEADER), kind="trees"),
    SheetCase("trees_height.xlsx", workbook([[*r[:4], 320] for r in trees_rows()], TREE_HEADER), frozenset({"E-SH-26"}), kind="trees"),
    SheetCase("trees_unit.xlsx", workbook(trees_rows(), ("样地号", "树号", "树种", "胸径", "树高")), notes=frozenset({"unit assumed"}), kind="trees"),
    SheetCase("trees_number.xlsx", workbook([[1, at + 1, *r[2:]] for at, r in enumerate(trees_rows())], TREE_HEADER), notes=frozenset({"identifier as number"}), kind="trees"),
)  # fmt: skip


def side_files(folder: Path) -> dict[str, tuple[Path, SheetCase]]:
    """All cases written into a folder, by name."""
    made = {}
    for case in FILES:
        path = folder / case.name
        case.make(path)
        made[case.name] = (path, case)
    return made
