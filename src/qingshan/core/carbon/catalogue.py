"""Which methods there are: found by their folders, asked for by name."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

import polars as pl

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.specification import Spec, Terms
from qingshan.core.kernel.digest import digest_of_file, digest_of_parts
from qingshan.core.kernel.errors import Refused

FOLDER = Path(__file__).parent / "methods"
FROZEN = FOLDER / "frozen.csv"
_PACKAGE = "qingshan.core.carbon.methods"


@dataclass(frozen=True)
class Method:
    """A method's statement, its computation, and the digest of the folder that holds both."""

    spec: Spec
    factor: Callable[[float, float, float, float], float]
    execute: Callable[[pl.DataFrame, Mapping[str, float], Terms], pl.DataFrame]
    digest: str
    folder: Path


def methods() -> tuple[Method, ...]:
    """Every method, in order of name."""
    names = sorted(path.parent.name for path in FOLDER.glob("*/spec.py"))
    return tuple(_load(name) for name in names)


def method(name: str) -> Method:
    """The method of that name and version, such as ``gz_ticket_v1``.

    Raises
    ------
    Refused
        E-CA-01 when there is none.
    """
    if not name.isidentifier() or not (FOLDER / name / "spec.py").is_file():
        known = "、".join(found.spec.id for found in methods())
        raise Refused.because(codes.METHOD_UNKNOWN, method=name, known=known)
    return _load(name)


@cache
def _load(name: str) -> Method:
    folder = FOLDER / name
    spec = import_module(f"{_PACKAGE}.{name}.spec").SPEC
    compute = import_module(f"{_PACKAGE}.{name}.compute")
    return Method(spec, compute.carbon_factor, compute.execute, folder_digest(folder), folder)


def folder_digest(folder: Path) -> str:
    """SHA-256 over a method's files: names and contents in order of name, caches left out."""
    files = sorted(
        (path.relative_to(folder).as_posix(), path)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    )
    return digest_of_parts(f"{name} {digest_of_file(path)}" for name, path in files)


def frozen() -> dict[str, tuple[str, str]]:
    """Status (``draft`` or ``published``) and digest by method, from ``methods/frozen.csv``."""
    with FROZEN.open(encoding="utf-8", newline="") as handle:
        return {row["method"]: (row["status"], row["digest"]) for row in csv.DictReader(handle)}
