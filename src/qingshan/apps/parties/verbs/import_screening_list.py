"""Import a list of persons with whom no business may be done."""

from __future__ import annotations

import csv
import io
from datetime import date

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.models import KeptFile
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.models import ScreeningEntry, ScreeningList
from qingshan.apps.parties.refusals import LIST_KNOWN, LIST_WRONG
from qingshan.apps.parties.screening import plain
from qingshan.apps.parties.sealing import seal
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="screening.imported",
    label=Label("导入筛查名单", "import a screening list"),
    roles=("registrar", "operator"),
)
def import_screening_list(
    call: Call, *, file: int, name: str, issuer: str, published: date
) -> Done[ScreeningList]:
    """Keep the file and its entries; a newer list of the same name takes the older one's place.

    Raises
    ------
    Refused
        E-PA-20 when the file cannot be read whole, E-PA-21 when this version is known.
    """
    if ScreeningList.objects.filter(name=name, published=published).exists():
        raise Refused.because(LIST_KNOWN, name)
    kept = KeptFile.objects.get(pk=file)
    rows = _rows(files.read(kept.digest))
    made = ScreeningList.objects.create(
        name=name, issuer=issuer, published=published, imported=call.when, file=kept
    )
    ScreeningEntry.objects.bulk_create(
        ScreeningEntry(list=made, name=who, plain=plain(who), number_sealed=seal(number))
        for who, number in rows
    )
    return Done(made, {"name": name, "published": str(published), "entries": len(rows)})


def _rows(data: bytes) -> list[tuple[str, str]]:
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        told = list(reader)
    except (UnicodeDecodeError, csv.Error):
        raise _unusable(Label("不是 UTF-8 编码的 CSV", "it is no CSV in UTF-8")) from None
    if "name" not in (reader.fieldnames or []):
        raise _unusable(Label("表头没有 name", "its header has no name"))
    rows = [((row["name"] or "").strip(), (row.get("number") or "").strip()) for row in told]
    empty = [line for line, (who, _) in enumerate(rows, 2) if not plain(who)]
    if empty or not rows:
        line = empty[0] if empty else 2
        raise _unusable(Label(f"第 {line} 行没有名称", f"line {line} has no name"))
    return rows


def _unusable(fault: Label) -> Refused:
    return Refused.because(LIST_WRONG, "", fault=fault)
