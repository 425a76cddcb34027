"""The list at the head of a package: what it proves and the SHA-256 of each of its members."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qingshan.core.carbon.package import refusals as codes
from qingshan.core.kernel.errors import Refused

FORMAT = 1
MANIFEST, RUN, INPUTS, METHOD = "manifest.json", "run.parquet", "inputs.parquet", "method.json"
TABLES = "tables/"
PLOT_LISTS = ("plots", "trees", "strata")
LISTS = tuple(f"{name}.parquet" for name in PLOT_LISTS)
"""The inputs of the route over plots, which has these instead of ``INPUTS``."""
SURVEY, EARLIER = "survey.bundle", "earlier.bundle"
"""What was handed in, as it was handed in; only in packages that are not for the public."""
READMES = {"zh": "README.zh.md", "en": "README.en.md"}

_TEXTS = ("code", "method", "as_of", "digest")
_MAPPINGS = ("digests", "period", "options", "members")


@dataclass(frozen=True)
class Manifest:
    """What a package says of itself.

    ``code`` is the version of the program, ``method`` the method or, over plots, the route;
    ``digest`` is that of the run, ``digests`` are its parts; ``survey`` names the file that the
    inputs were read from (name, SHA-256, coordinate system), None when unknown;
    ``members`` hold the SHA-256 of every other file of the package.
    """

    code: str
    method: str
    as_of: str
    digest: str
    digests: Mapping[str, str]
    period: Mapping[str, str]
    options: Mapping[str, Any]
    members: Mapping[str, str]
    removal_unit: int
    seed: str | None = None
    survey: Mapping[str, Any] | None = None

    def to_bytes(self) -> bytes:
        """Sorted, indented JSON; the same content gives the same bytes."""
        told = {"format": FORMAT, "kind": "qingshan measurement package"} | {
            name: dict(value) if isinstance(value, Mapping) else value
            for name, value in vars(self).items()
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def read_manifest(data: bytes, name: str) -> Manifest:
    """Read a manifest strictly.

    Raises
    ------
    Refused
        E-PK-02 when it is none, E-PK-04 for a format of another version.
    """
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise no_package(name, "清单不是 JSON", "its manifest is no JSON") from fault
    if not isinstance(told, dict):
        raise no_package(name, "清单不是 JSON 对象", "its manifest is no JSON object")
    if told.get("format") != FORMAT:
        version = str(told.get("format"))[:20]
        raise Refused.because(codes.VERSION_UNKNOWN, name, version=version, known=FORMAT)
    wrong = [key for key in _TEXTS if not isinstance(told.get(key), str)]
    wrong += [key for key in _MAPPINGS if not isinstance(told.get(key), dict)]
    wrong += [key for key in ("removal_unit",) if not isinstance(told.get(key), int)]
    wrong += [
        key
        for key in ("members", "digests")
        if key not in wrong and not all(isinstance(value, str) for value in told[key].values())
    ]
    survey = told.get("survey")
    if survey is not None and not isinstance(survey, dict):
        wrong.append("survey")
    if wrong:
        names = ", ".join(wrong)
        raise no_package(name, f"清单缺少或写错 {names}", f"its manifest lacks or garbles {names}")
    return Manifest(
        **{key: told[key] for key in (*_TEXTS, *_MAPPINGS, "removal_unit")},
        seed=told.get("seed"),
        survey=survey,
    )


def no_package(name: str, zh: str, en: str) -> Refused:
    """E-PK-02 with its reason."""
    return Refused.because(codes.NOT_A_PACKAGE, name, name=name, finding_zh=zh, finding_en=en)
