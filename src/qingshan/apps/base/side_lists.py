"""Lists that come in as a spreadsheet: the empty one to fill in, reading it, its marked copy."""

from __future__ import annotations

import base64
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import language
from qingshan.apps.base.gate import place
from qingshan.apps.base.uploads import laid_out
from qingshan.core.doctor.lists import ListAnswer, Whole, check_list_confined
from qingshan.core.doctor.sheets import specification_of
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.template import plain_template, template
from qingshan.core.tables.shelf import open_shelf

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAKERS = {"xlsx": (template, WORKBOOK), "csv": (plain_template, "text/csv; charset=utf-8")}


def empty_list(name: str, suffix: str) -> HttpResponse:
    """The list of this name to fill in, in the language of the page; 404 for another suffix."""
    if suffix not in MAKERS:
        raise Http404(suffix)
    maker, media_type = MAKERS[suffix]
    told = specification_of(name, open_shelf(), now().date())
    answer = HttpResponse(maker(told, language()), content_type=media_type)
    title = f"{told.label.say(language())}.{suffix}"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=title)
    return answer


def read_list(file: UploadedFile[bytes], name: str) -> ListAnswer:
    """What a file is as the list of this name, with its rows if it is good.

    Raises
    ------
    Refused
        As ``check_list_confined``; E-PO codes when there is no place for the work now.
    """
    day = now().date()
    with laid_out([file]) as path, place(day):
        return check_list_confined(
            path, name, as_of=day, whole=Whole(keeps_rows=True), language=language()
        )


def marked_list(answer: ListAnswer) -> dict[str, Any]:
    """The file with its problems marked, to be offered on a page: where it is and its name."""
    told = base64.b64encode(answer.marked).decode() if answer.marked else ""
    stem = answer.file.rpartition(".")[0] or answer.file
    tail = Label("（标出问题）", " (problems marked)").say(language())
    return {
        "marked": f"data:{WORKBOOK};base64,{told}" if told else "",
        "marked_name": f"{stem}{tail}.xlsx",
    }
