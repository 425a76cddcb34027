"""Lists beside a survey: their templates, and a filled-in list checked cell by cell; none is kept.

No account and no script is needed. The marked workbook travels inside the answer, as nothing may
stay here: households are persons.
"""

from __future__ import annotations

import base64
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt

from qingshan.apps.base.clock import now
from qingshan.apps.base.form_words import ToldForm
from qingshan.apps.base.frame import language, spoken
from qingshan.apps.base.gate import place
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.base.uploads import laid_out, refuse_stopped
from qingshan.apps.portal.visits import count_visit
from qingshan.core.doctor.lists import ListAnswer, Whole, check_list_confined
from qingshan.core.doctor.sheets import LISTS, specification_of
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label, enumerated
from qingshan.core.sheets.specification import Specification
from qingshan.core.sheets.template import plain_template, template
from qingshan.core.tables.shelf import open_shelf

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAKERS = {"xlsx": (template, WORKBOOK), "csv": (plain_template, "text/csv; charset=utf-8")}
SHOWN_MOST = 200
"""Findings on the page; the marked workbook holds them all."""

USES = {
    "households": Label("收益分到户时随申请提交", "with an application, to share proceeds out"),
    "plots": Label("样地调查成果的样地部分", "the plots of a field survey"),
    "trees": Label("样地调查成果的样木部分", "the trees of a field survey"),
}


class ListForm(ToldForm):
    """Which list, the file, and what the households share out."""

    kind = forms.ChoiceField(label=spoken("哪一种表", "Which list"))
    file = forms.FileField(
        label=spoken("填好的表格", "The list, filled in"),
        help_text=spoken("Excel、WPS（.xlsx）或 CSV", "Excel, WPS (.xlsx) or CSV"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={
            "required": spoken("请选择表格。", "Choose a list."),
            "empty": spoken("文件是空的，请重新导出。", "The file is empty; export it again."),
        },
    )
    area_mu = forms.DecimalField(
        label=spoken("申报面积（亩）", "Area claimed (mu)"),
        required=False,
        min_value=0,
        max_digits=12,
        help_text=spoken(
            "只用于分户清单：核对各户面积之和", "for households: their sum is compared"
        ),
        error_messages={"invalid": spoken("面积须为数字。", "The area must be a number.")},
    )

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, spoken(*_specification(name, as_of).label)) for name in LISTS]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


@csrf_exempt  # it changes nothing and must work for a visitor who holds no cookie
def lists(request: HttpRequest) -> HttpResponse:
    """The templates, and the form to check a list; on a file, what was found in it."""
    as_of = now().date()
    context: dict[str, Any] = {"rows": _rows(as_of)}
    if request.method != "POST":
        return _unkept(request, context | {"form": ListForm(as_of=as_of)})
    try:
        count_visit(request, now())
        refuse_stopped(request)
        form = ListForm(request.POST, request.FILES, as_of=as_of)
        if not form.is_valid():
            return _unkept(request, context | {"form": form}, status=422)
        answer = _checked(form, as_of)
    except Refused as refused:
        form = ListForm(request.POST or None, as_of=as_of)
        told = context | {"form": form, "refused": refused.refusals}
        return refused_page(request, "portal/lists.html", refused, told)
    return _unkept(request, context | {"form": form} | _found(answer, as_of))


def template_file(_request: HttpRequest, kind: str, suffix: str) -> HttpResponse:
    """An empty list to fill in, in the language of the page."""
    if kind not in LISTS or suffix not in MAKERS:
        raise Http404(kind)
    as_of = now().date()
    name = f"{_specification(kind, as_of).label.say(language())}.{suffix}"
    return _sent(_made(kind, suffix, language(), as_of), name, MAKERS[suffix][1])


@lru_cache(maxsize=len(LISTS) * len(MAKERS) * 2)
def _made(kind: str, suffix: str, tongue: str, as_of: date) -> bytes:
    maker, _ = MAKERS[suffix]
    return maker(_specification(kind, as_of), tongue)


@lru_cache(maxsize=2 * len(LISTS))
def _specification(kind: str, as_of: date) -> Specification:
    return specification_of(kind, open_shelf(), as_of)


def _rows(as_of: date) -> list[dict[str, Any]]:
    rows = []
    for kind in LISTS:
        told = _specification(kind, as_of)
        words = enumerated(column.label for column in told.columns if column.is_required)
        rows.append({"kind": kind, "label": told.label, "use": USES[kind], "columns": words})
    return rows


def _checked(form: ListForm, as_of: date) -> ListAnswer:
    told = form.cleaned_data
    whole = Whole(None if told["area_mu"] is None else float(told["area_mu"]))
    with laid_out([told["file"]]) as path, place(as_of):
        return check_list_confined(
            path, told["kind"], as_of=as_of, whole=whole, language=language()
        )


def _found(answer: ListAnswer, as_of: date) -> dict[str, Any]:
    marked = base64.b64encode(answer.marked).decode() if answer.marked else ""
    stem = answer.file.rpartition(".")[0] or answer.file
    tail = Label("（标出问题）", " (problems marked)").say(language())
    return {
        "answer": answer,
        "label": _specification(answer.kind, as_of).label,
        "wrong": answer.refusals[:SHOWN_MOST],
        "more": max(len(answer.refusals) - SHOWN_MOST, 0),
        "notes": [Label(note.say("zh"), note.say("en")) for note in answer.notes],
        "marked": f"data:{WORKBOOK};base64,{marked}" if marked else "",
        "marked_name": f"{stem}{tail}.xlsx",
    }


def _sent(data: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _unkept(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, "portal/lists.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
