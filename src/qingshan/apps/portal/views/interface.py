"""What programs may ask, told from the description that they read themselves."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.gate import limit
from qingshan.apps.base.uploads import LIMITS
from qingshan.apps.portal.api import PREFIX, api
from qingshan.core.kernel.label import Label

ABOUT = {
    "/api/v1/check": Label(
        "识别一个文件：编码、坐标系、面积、字段，以及全部不妥之处。",
        "Recognise a file: encoding, coordinate system, areas, fields, everything that is wrong.",
    ),
    "/api/v1/precheck": Label(
        "预检一块林地：逐条资格、冲突、核对所用图层和初步估算。",
        "Check a forest: eligibility rule by rule, conflicts, layers consulted, a first estimate.",
    ),
}
PERIOD = " -F first_day=2019-01-01 -F last_day=2023-12-31"
FILES = Label(
    "小班文件；散开的各部分可重复给出",
    "the file of the forest; repeat it for loose parts of one layer",
)


def interface(request: HttpRequest) -> HttpResponse:
    """Each operation with its parts and a line to try it with."""
    today = now().date()
    schema: Any = api.get_openapi_schema(path_prefix=PREFIX)
    context = {
        "operations": [_operation(path, told["post"]) for path, told in schema["paths"].items()],
        "allowed": limit("gate", "checks_in_window", "count", today),
        "window_min": f"{limit('gate', 'window_s', 's', today) / 60:g}",
        "limit_mb": LIMITS.file_bytes >> 20,
    }
    return render(request, "portal/api.html", context)


def _operation(path: str, told: dict[str, Any]) -> dict[str, Any]:
    form = told["requestBody"]["content"]["multipart/form-data"]["schema"]
    needed = set(form.get("required", ()))
    parts = [
        {"name": name, "must": name in needed, "about": _about(name, part)}
        for name, part in form["properties"].items()
    ]
    more = PERIOD if "first_day" in form["properties"] else ""
    example = f"curl -F file=@xiaoban.zip{more} {settings.SITE_URL}{path}"
    return {"verb": "POST", "path": path, "about": ABOUT[path], "parts": parts, "example": example}


def _about(name: str, part: dict[str, Any]) -> Label:
    """Descriptions begin with the Chinese word; files have a sentence of their own."""
    if name == "file":
        return FILES
    zh, _, en = str(part.get("description", name)).partition(" ")
    return Label(zh, en or zh)
