"""Dumps for everybody: the newest with its files and digests, and those before it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.features.collections import COLLECTIONS
from qingshan.apps.features.dumping import MANIFEST, days, file_of, manifest_of
from qingshan.core.kernel.label import Label

DATA = Label("数据", "Data")
DUMPS = Label("整库下载", "Dumps")
NEWEST = "latest"
SHOWN = 31
FORM_NAMES = {"csv": "CSV", "geojson": "GeoJSON", "parquet": "GeoParquet"}


@require_safe
def dumps(request: HttpRequest) -> HttpResponse:
    """The newest dump, file by file, and the days before."""
    known = days()
    newest = manifest_of(known[0]) if known else None
    context = {
        "day": known[0] if known else "",
        "as_of": date.fromisoformat(known[0]) if known else None,
        "manifest": newest,
        "files": [_file(each) for each in newest["files"]] if newest else [],
        "layers": [_layer(name, told) for name, told in newest["schema"].items()] if newest else [],
        "earlier": known[1:SHOWN],
        "crumbs": [Crumb(DATA, address("data")), Crumb(DUMPS)],
    }
    return render(request, "features/dumps.html", context)


@require_safe
def dump_file(request: HttpRequest, day: str, name: str) -> HttpResponseBase:
    """One file of a day's dump; ``latest`` leads to the newest."""
    if day == NEWEST:
        known = days()
        if not known or file_of(known[0], name) is None:
            raise Http404(name)
        return redirect("dump_file", day=known[0], name=name)
    path, manifest = file_of(day, name), manifest_of(day)
    if path is None or manifest is None:
        raise Http404(name)
    kinds = {each["name"]: each["media_type"] for each in manifest["files"]}
    kind = kinds.get(name, "application/json")
    answer = FileResponse(
        path.open("rb"), as_attachment=name != MANIFEST, filename=f"{day}-{name}", content_type=kind
    )
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _file(told: dict[str, Any]) -> dict[str, Any]:
    suffix = told["name"].rpartition(".")[2]
    return {
        **told,
        "title": COLLECTIONS[told["layer"]].title,
        "form": FORM_NAMES[suffix],
        "kilobytes": -(-told["bytes"] // 1024),
    }


def _layer(name: str, told: dict[str, Any]) -> dict[str, Any]:
    fields = [
        {"name": each["name"], "type": each["type"], "label": Label(each["zh"], each["en"])}
        for each in told["fields"]
    ]
    return {"title": COLLECTIONS[name].title, "about": COLLECTIONS[name].about, "fields": fields}
