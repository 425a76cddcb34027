"""The documents that lead to the features: landing, conformance, collections, description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qingshan import __version__
from qingshan.apps.features.asking import MOST_AT_ONCE, USUAL_LIMIT
from qingshan.apps.features.collections import COLLECTIONS, extent
from qingshan.apps.features.layer import Collection
from qingshan.apps.features.systems import DEFAULT, STORED, SYSTEMS
from qingshan.core.kernel.label import Label

JSON, GEOJSON = "application/json", "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
TITLE = Label("青山地图数据接口", "Qingshan map layers")
ABOUT = Label(
    "林业碳票及其林地，按 OGC API Features 提供；界线已概略化，不作为权属依据。",
    "Forestry carbon tickets and their land; boundaries are coarse and no evidence of title.",
)
CONFORMANCE = tuple(
    f"http://www.opengis.net/spec/ogcapi-{part}"
    for part in (
        "features-1/1.0/conf/core",
        "features-1/1.0/conf/oas30",
        "features-1/1.0/conf/geojson",
        "features-2/1.0/conf/crs",
    )
)
_GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"


def link(href: str, rel: str, media_type: str, title: str = "") -> dict[str, str]:
    """One link of a document."""
    found = {"href": href, "rel": rel, "type": media_type}
    return {**found, "title": title} if title else found


def landing(root: str, guide: str, language: str) -> dict[str, Any]:
    """The front door; ``root`` is its absolute address with a slash at its end."""
    return {
        "title": TITLE.say(language),
        "description": ABOUT.say(language),
        "links": [
            link(root, "self", JSON),
            link(f"{root}api", "service-desc", OPENAPI),
            link(guide, "service-doc", "text/html"),
            link(f"{root}conformance", "conformance", JSON),
            link(f"{root}collections", "data", JSON),
        ],
    }


def collections_document(root: str, language: str) -> dict[str, Any]:
    """All collections."""
    return {
        "links": [link(f"{root}collections", "self", JSON)],
        "crs": list(SYSTEMS),
        "collections": [collection_document(each, root, language) for each in COLLECTIONS.values()],
    }


def collection_document(collection: Collection, root: str, language: str) -> dict[str, Any]:
    """One collection: where it is, in which systems, and where its features are."""
    here = f"{root}collections/{collection.name}"
    reach: dict[str, Any] = {}
    box = extent()
    if box is not None:
        reach["spatial"] = {"bbox": [[round(side, 6) for side in box]], "crs": DEFAULT}
    if collection.when is not None:
        reach["temporal"] = {"interval": [[None, None]], "trs": _GREGORIAN}
    return {
        "id": collection.name,
        "title": collection.title.say(language),
        "description": collection.about.say(language),
        "itemType": "feature",
        "extent": reach,
        "crs": list(SYSTEMS),
        "storageCrs": STORED,
        "links": [
            link(here, "self", JSON),
            link(f"{here}/items", "items", GEOJSON, collection.title.say(language)),
        ],
    }


def description(root: str, language: str) -> dict[str, Any]:
    """The OpenAPI description of everything below the root."""
    paths: dict[str, Any] = {
        "/": _get("landing", "landing page"),
        "/conformance": _get("conformance", "conformance classes"),
        "/collections": _get("collections", "collections"),
    }
    for each in COLLECTIONS.values():
        base = f"/collections/{each.name}"
        paths[base] = _get(f"collection_{each.name}", each.title.en)
        paths[f"{base}/items"] = _get(f"items_{each.name}", each.about.en, _parameters(each))
        one = [{"name": "key", "in": "path", "required": True, "schema": {"type": "integer"}}]
        paths[f"{base}/items/{{key}}"] = _get(
            f"item_{each.name}", "one feature", [*one, _parameter("crs", enum=list(SYSTEMS))]
        )
    return {
        "openapi": "3.0.3",
        "info": {
            "title": TITLE.say(language),
            "description": ABOUT.say(language),
            "version": __version__,
        },
        "servers": [{"url": root.rstrip("/")}],
        "paths": paths,
    }


def _get(name: str, summary: str, parameters: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    answers: Mapping[str, Any] = {
        "200": {"description": "the document"},
        "400": {"description": "a parameter that is unknown or does not fit"},
        "404": {"description": "no such document"},
    }
    told = {"operationId": name, "summary": summary, "responses": answers}
    return {"get": {**told, "parameters": parameters} if parameters else told}


def _parameters(collection: Collection) -> list[dict[str, Any]]:
    numbers = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
    limit = {
        "type": "integer",
        "minimum": 1,
        "maximum": MOST_AT_ONCE,
        "default": USUAL_LIMIT,
    }
    return [
        {**_parameter("limit"), "schema": limit},
        {**_parameter("bbox"), "schema": numbers, "explode": False, "style": "form"},
        _parameter("bbox-crs", enum=list(SYSTEMS)),
        _parameter("crs", enum=list(SYSTEMS)),
        _parameter("datetime"),
        {**_parameter("after"), "schema": {"type": "integer", "minimum": 0}},
        *(_parameter(name) for name in collection.filters),
    ]


def _parameter(name: str, **schema: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "schema": {"type": "string", **schema},
    }
