"""``python -m tests.bench [--only name]``: every benchmark of this folder, as a table and as JSON.

A benchmark is a module here with a function ``run()`` that answers rows with the fields of ``Row``.
Bars are ratios inside one run or plain counts, so that they mean the same on every machine; only
what a visitor was promised (a pre-check, a proof) is held to its seconds. The exit code is 1 when a
bar is missed.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any, TypedDict, cast

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent
ANSWER = Path("build/bench.json")
console = Console(highlight=False)


class Row(TypedDict):
    """One figure: what was measured, what it is held against, and whether its bar is kept.

    ``ratio`` is value over yardstick; ``bar`` is None for a figure that is only told.
    """

    name: str
    value: float
    unit: str
    against: str
    ratio: float | None
    bar: float | str | None
    ok: bool


def benchmarks() -> list[str]:
    """Modules that define ``run()`` at their top, found without importing them."""
    found = []
    for path in sorted(HERE.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(
            isinstance(node, ast.FunctionDef) and node.name == "run" and not node.args.args
            for node in tree.body
        ):
            found.append(path.stem)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for; answer the exit code."""
    known = benchmarks()
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--only", choices=known, action="append", help="one benchmark by its name")
    asked = parser.parse_args(arguments)
    rows: list[Row] = []
    for name in asked.only or known:
        started = perf_counter()
        told = [complete(row) for row in import_module(f"tests.bench.{name}").run()]
        console.print(drawn(name, told, perf_counter() - started))
        rows += told
    ANSWER.parent.mkdir(parents=True, exist_ok=True)
    ANSWER.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    missed = [row["name"] for row in rows if not row["ok"]]
    for name in missed:
        console.print(f"[red]✕[/red] bar missed: {name}")
    console.print(f"{len(rows)} figures, {len(missed)} bars missed → {ANSWER}")
    return 1 if missed else 0


def complete(row: dict[str, Any]) -> Row:
    """A row with exactly the fields of ``Row``; a benchmark that answers others is wrong."""
    assert set(row) == set(Row.__annotations__), f"fields of a row: {sorted(row)}"
    return cast("Row", row)


def drawn(name: str, rows: list[Row], seconds: float) -> Table:
    """The rows of one benchmark."""
    table = Table(title=f"{name} ({seconds:.0f} s)", title_justify="left", box=None, pad_edge=False)
    for heading in ("figure", "value", "unit", "against", "ratio", "bar", ""):
        right = heading in {"value", "ratio", "bar"}
        table.add_column(heading, justify="right" if right else "left", header_style="dim")
    for row in rows:
        mark = "[green]✓[/green]" if row["ok"] else "[red]✕[/red]"
        mark = mark if row["bar"] is not None else ""
        figures = (text(row["value"]), row["unit"], row["against"], text(row["ratio"]))
        bar = f"<= {row['bar']:g}" if isinstance(row["bar"], float) else text(row["bar"])
        table.add_row(row["name"], *figures, bar, mark)
    return table


def text(value: float | str | None) -> str:
    """A figure for reading."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4g}"


if __name__ == "__main__":
    sys.exit(main())
