"""The base map below our own layers: none unless the house names one, and then lawful and true."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from qingshan.core.kernel.label import Label

NUMBER = "审图号"
DATUMS = ("cgcs2000", "wgs84")
"""On a screen the two are one; GCJ-02 would lay every parcel 500 m beside its picture."""

SHIFTED_HOSTS = (
    "amap.com",
    "autonavi.com",
    "gtimg.com",
    "qq.com",
    "google.cn",
    "baidu.com",
    "bdimg.com",
)
"""Web maps in offset coordinates, whatever is said of them."""

_PLACES = {"TileMatrix": "z", "TileRow": "y", "TileCol": "x"}
_LOOPBACK = ("127.0.0.1", "localhost")
_HOST = re.compile(r"[A-Za-z0-9.-]+")


@dataclass(frozen=True)
class BaseMap:
    """Tiles in Web Mercator: ``url`` with {z}, {x}, {y}; ``note`` is shown with every map."""

    url: str
    note: str

    @property
    def origin(self) -> str:
        """The one host that a page may load pictures from besides this house."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


def base_map_of(template: str, *, note: str, key: str = "", datum: str = "") -> BaseMap | None:
    """The base map that the settings name; None without a template.

    Parameters
    ----------
    template : str
        Address of XYZ or WMTS tiles in Web Mercator: {z} {x} {y}, or {TileMatrix} {TileRow}
        {TileCol}; {key} takes the key.
    note : str
        Attribution with the number of the map's approval (审图号).
    key : str
        The key; browsers see it, so it is to be one that is tied to this site.
    datum : str
        cgcs2000 or wgs84, said by whoever runs the house.

    Raises
    ------
    ImproperlyConfigured
        With everything that is wrong; a house does not start with a map that misleads.
    """
    if not template.strip():
        return None
    url = template.strip()
    for theirs, ours in _PLACES.items():
        url = url.replace(f"{{{theirs}}}", f"{{{ours}}}")
    wrong = [*_wrong_address(url, key), *_wrong_words(note, datum)]
    if wrong:
        said = "; ".join(f"{label.zh} {label.en}" for label in wrong)
        raise ImproperlyConfigured(f"QINGSHAN_BASE_MAP: {said}")
    return BaseMap(url.replace("{key}", key), note.strip())


def _wrong_address(url: str, key: str) -> list[Label]:
    parts, wrong = urlsplit(url), []
    host = parts.hostname or ""
    if not all(f"{{{name}}}" in url for name in "xyz"):
        wrong.append(Label("地址中须有 {z}、{x}、{y}。", "the address needs {z}, {x} and {y}."))
    is_near = parts.scheme == "http" and host in _LOOPBACK
    # A host of other letters could end one directive of the policy and begin another.
    if not (parts.scheme == "https" or is_near) or not _HOST.fullmatch(host) or "@" in parts.netloc:
        wrong.append(
            Label("须为 https 地址，主机名写全。", "it must be https with a plain host name.")
        )
    if any(host == each or host.endswith(f".{each}") for each in SHIFTED_HOSTS):
        wrong.append(
            Label(
                "该地图为火星坐标（GCJ-02），不能使用。",
                "this map is in GCJ-02 and cannot be used.",
            )
        )
    if "{key}" in url and not key:
        wrong.append(Label("缺少 QINGSHAN_BASE_MAP_KEY。", "QINGSHAN_BASE_MAP_KEY is missing."))
    return wrong


def _wrong_words(note: str, datum: str) -> list[Label]:
    wrong = []
    if NUMBER not in note:
        wrong.append(
            Label(
                "QINGSHAN_BASE_MAP_NOTE 须写明来源和审图号。",
                "QINGSHAN_BASE_MAP_NOTE must name the source and the approval number (审图号).",
            )
        )
    if datum.strip().lower() not in DATUMS:
        wrong.append(
            Label(
                "QINGSHAN_BASE_MAP_DATUM 须为 cgcs2000 或 wgs84；火星坐标不能使用。",
                "QINGSHAN_BASE_MAP_DATUM must be cgcs2000 or wgs84; GCJ-02 cannot be used.",
            )
        )
    return wrong
