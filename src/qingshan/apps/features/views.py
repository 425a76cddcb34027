"""Documents and features as JSON for programs, and one page that tells people how to use them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, language
from qingshan.apps.base.problems import problem
from qingshan.apps.features import documents
from qingshan.apps.features.asking import Asked, understood
from qingshan.apps.features.collections import COLLECTIONS
from qingshan.apps.features.layer import Collection, View
from qingshan.apps.features.paging import drawn, page
from qingshan.apps.features.refusals import COLLECTION_UNKNOWN, FEATURE_UNKNOWN
from qingshan.apps.features.systems import SYSTEMS
from qingshan.apps.land.tiles import Sight, public_m
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

BAD_REQUEST, NOT_FOUND = 400, 404
FRESH_S = 60
DATA = Label("数据", "Data")
_KEY = re.compile(r"[0-9]{1,18}")
View_ = Callable[..., HttpResponse]


def for_programs(view: View_) -> View_:
    """Reading alone, open to every site; refusals as problem+json."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Refused as refused:
            unknown = {COLLECTION_UNKNOWN, FEATURE_UNKNOWN}
            is_absent = any(reason.code in unknown for reason in refused.refusals)
            refused.status = NOT_FOUND if is_absent else BAD_REQUEST  # type: ignore[attr-defined]
            response = problem(refused)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "Content-Crs, Link"
        return response

    return require_safe(answered)


@for_programs
def landing(request: HttpRequest) -> HttpResponse:
    """The front door."""
    understood(request.GET, {})
    guide = request.build_absolute_uri(reverse("features_guide"))
    return _told(documents.landing(_root(request), guide, language()))


@for_programs
def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description."""
    return _told(documents.description(_root(request), language()), documents.OPENAPI)


@for_programs
def conformance(request: HttpRequest) -> HttpResponse:
    """The classes of the standard that are kept."""
    return _told({"conformsTo": list(documents.CONFORMANCE)})


@for_programs
def collections(request: HttpRequest) -> HttpResponse:
    """All collections."""
    return _told(documents.collections_document(_root(request), language()))


@for_programs
def collection(request: HttpRequest, name: str) -> HttpResponse:
    """One collection."""
    return _told(documents.collection_document(_collection(name), _root(request), language()))


@for_programs
def items(request: HttpRequest, name: str) -> HttpResponse:
    """A page of features, with the way to the next."""
    found = _collection(name)
    asked = understood(dict(request.GET.lists()), found.filters)
    told = page(found, asked, _view())
    here = request.build_absolute_uri(request.path)
    links = [documents.link(request.build_absolute_uri(), "self", documents.GEOJSON)]
    if told.after is not None:
        query = {**request.GET.dict(), "after": told.after, "limit": asked.limit}
        links.append(documents.link(f"{here}?{urlencode(query)}", "next", documents.GEOJSON))
    links.append(documents.link(here.removesuffix("/items"), "collection", documents.JSON))
    document = {
        "type": "FeatureCollection",
        "timeStamp": now().isoformat(timespec="seconds"),
        "numberReturned": len(told.features),
        "links": links,
        "features": told.features,
    }
    if told.matched is not None:
        document["numberMatched"] = told.matched
    return _drawn(document, asked)


@for_programs
def item(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """One feature."""
    found = _collection(name)
    asked = understood({told: request.GET.getlist(told) for told in request.GET}, {})
    row = found.rows(Asked()).filter(pk=int(key)).first() if _KEY.fullmatch(key) else None
    if row is None:
        raise Refused.because(FEATURE_UNKNOWN, key, collection=name)
    (feature,) = drawn(found, [row], Asked(system=asked.system), _view())
    here = request.build_absolute_uri(request.path)
    feature["links"] = [
        documents.link(here, "self", documents.GEOJSON),
        documents.link(here.removesuffix(f"/items/{key}"), "collection", documents.JSON),
    ]
    return _drawn(feature, asked)


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """For people: the addresses, the systems, and how a map program opens them."""
    context = {
        "root": _root(request),
        "layers": list(COLLECTIONS.values()),
        "systems": SYSTEMS,
        "crumbs": [Crumb(DATA, address("data")), Crumb(documents.TITLE)],
    }
    return render(request, "features/guide.html", context)


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("features"))


def _collection(name: str) -> Collection:
    if name not in COLLECTIONS:
        raise Refused.because(COLLECTION_UNKNOWN, name, known=", ".join(COLLECTIONS))
    return COLLECTIONS[name]


def _view() -> View:
    """Everyone sees what a stranger sees: what is read here may be passed on."""
    return View(Sight(), public_m("compartment", "cell_m", now().date()))


def _drawn(document: dict[str, Any], asked: Asked) -> HttpResponse:
    response = _told(document, documents.GEOJSON)
    response["Content-Crs"] = f"<{asked.system}>"
    return response


def _told(document: dict[str, Any], media_type: str = documents.JSON) -> HttpResponse:
    response = JsonResponse(
        document, content_type=media_type, json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = f"public, max-age={FRESH_S}"
    return response
