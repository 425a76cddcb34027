"""Which methods there are: found by their folders, asked for by name."""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.graph import Formulas, Plan, Settings, plan_of
from qingshan.core.carbon.specification import Spec
from qingshan.core.kernel.digest import digest_of_file, digest_of_parts
from qingshan.core.kernel.errors import Refused

FOLDER = Path(__file__).parent / "methods"
SHARED = Path(__file__).parent / "formulas"
FROZEN = FOLDER / "frozen.csv"
_PACKAGE = "qingshan.core.carbon.methods"
_SHARED = "qingshan.core.carbon.formulas"


@dataclass(frozen=True)
class Method:
    """A method's statement, its formulas by equation, and the digest of all that defines it."""

    spec: Spec
    formulas: Formulas
    digest: str
    folder: Path

    def plan(self, settled: Settings) -> Plan:
        """The part of its graph that is in force under the settings of a run."""
        return plan_of(self.spec, self.formulas, settled)


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
    formulas = import_module(f"{_PACKAGE}.{name}.compute").FORMULAS
    numbers = [equation.number for equation in spec.equations]
    assert len(numbers) == len(formulas), f"{name}: one formula for each equation"
    return Method(spec, dict(zip(numbers, formulas, strict=True)), folder_digest(folder), folder)


def folder_digest(folder: Path) -> str:
    """SHA-256 over a method's files and the shared formulas they use, caches left out.

    Names and contents in order of name; a shared formula that changes changes every method that
    uses it.
    """
    files = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }
    shared: dict[str, Path] = {}
    for path in files.values():
        _gather(path, shared)
    every = sorted({**files, **shared}.items())
    return digest_of_parts(f"{name} {digest_of_file(path)}" for name, path in every)


def _gather(path: Path, found: dict[str, Path]) -> None:
    """Add the shared formulas that a file imports, and those that these import."""
    if path.suffix != ".py":
        return
    for name in _imported(path):
        file = SHARED / f"{name}.py"
        if f"formulas/{name}.py" not in found and file.is_file():
            found[f"formulas/{name}.py"] = file
            _gather(file, found)


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == _SHARED:
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{_SHARED}."):
            yield str(node.module).removeprefix(f"{_SHARED}.")


def frozen() -> dict[str, tuple[str, str]]:
    """Status (``draft`` or ``published``) and digest by method, from ``methods/frozen.csv``."""
    with FROZEN.open(encoding="utf-8", newline="") as handle:
        return {row["method"]: (row["status"], row["digest"]) for row in csv.DictReader(handle)}
