"""What is written about the house is true of the house."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest

from qingshan.config.described import SETTINGS
from qingshan.config.made import pages

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
FILE = re.compile(r"`((?:src|docs|tests|examples|apps|core|config)/[\w./-]+\.\w+)(?: (\w+))?`")
READERS = {"text", "flag", "folder", "choice", "get"}
NOT_OURS = {"CI", "DJANGO_SETTINGS_MODULE"}


def test_made_pages_are_up_to_date(house) -> None:
    folder = house.root / "docs" / "made"
    stale = [
        name
        for name, text in pages().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]
    assert not stale, "run `make docs`"


def test_no_page_is_left_that_nobody_makes(house) -> None:
    folder = house.root / "docs" / "made"
    assert {path.name for path in folder.iterdir()} == set(pages())


def test_links_lead_somewhere(house) -> None:
    lost = []
    for path in house.ending(".md"):
        text = re.sub(r"```.*?```|`[^`]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for match in LINK.finditer(text):
            target = unquote(match[1] or match[2])
            if target.startswith(("http://", "https://", "mailto:", "#")):
                continue
            if not (path.parent / target.partition("#")[0]).exists():
                lost.append(f"{house.short(path)}: {target}")
    assert not lost


def written(house) -> list[Path]:
    own = [house.root / name for name in ("README.md", "CONVENTIONS.md", "CHANGELOG.md")]
    return [path for path in own if path.is_file()] + [
        path for path in house.ending(".md") if {"walks", "decisions", "operate"} & set(path.parts)
    ]


def place(house, name: str) -> Path:
    """Files of a floor may be named from the package on, as imports are."""
    short = name.startswith(("apps/", "core/", "config/"))
    return (house.package if short else house.root) / name


def test_named_files_exist(house) -> None:
    lost = [
        f"{house.short(path)}: {match[1]}"
        for path in written(house)
        for match in FILE.finditer(path.read_text(encoding="utf-8"))
        if not place(house, match[1]).exists()
    ]
    assert not lost


def test_named_functions_exist(house) -> None:
    """`apps/…/file.py name` names something that the file defines."""
    lost = []
    for path in written(house):
        for match in FILE.finditer(path.read_text(encoding="utf-8")):
            name, wanted = match[1], match[2]
            target = place(house, name)
            if not wanted or target.suffix != ".py" or not target.exists():
                continue
            defined = {
                node.name
                for node in ast.walk(house.tree(target))
                if isinstance(node, ast.FunctionDef | ast.ClassDef)
            }
            if wanted not in defined:
                lost.append(f"{house.short(path)}: {name} {wanted}")
    assert not lost


def test_the_main_walk_passes_every_verb_that_it_calls(house) -> None:
    """The walk on paper and the walk in code take the same verbs."""
    page = (house.root / "docs" / "walks" / "main_walk.md").read_text(encoding="utf-8")
    source = house.package / "apps" / "walks" / "main_walk.py"
    called = [
        node.module.rpartition(".")[2]
        for node in house.tree(source).body
        if isinstance(node, ast.ImportFrom) and node.module and ".verbs." in node.module
    ]
    assert called
    assert not [verb for verb in called if f"/verbs/{verb}.py {verb}`" not in page]


@pytest.mark.parametrize("path", sorted(Path(__file__).parents[2].glob("docs/decisions/*.md")))
def test_a_decision_record_has_three_parts(path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(r"\d{4}-[a-z-]+$", path.stem)
    assert text.startswith(f"# {path.stem[:4]} ")
    for part in ("Context", "Decision", "Consequences"):
        assert re.search(rf"^## {part}$", text, flags=re.MULTILINE), f"{path.name}: {part}"


def test_every_dependency_has_its_reason(house) -> None:
    told = tomllib.loads((house.root / "pyproject.toml").read_text(encoding="utf-8"))
    names = [re.split(r"[\[<>=;, ]", line)[0] for line in told["project"]["dependencies"]]
    records = (house.root / "docs" / "decisions").glob("*dependencies.md")
    text = "\n".join(path.read_text(encoding="utf-8") for path in records)
    assert [name for name in names if f"**{name}**" not in text] == []


def test_every_dependency_is_pinned(house) -> None:
    told = tomllib.loads((house.root / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = told["project"]["dependencies"] + told["dependency-groups"]["dev"]
    names = {re.split(r"[\[<>=;, ]", line)[0].lower() for line in wanted}
    lines = (house.root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in lines if "==" in line}
    assert sorted(names - pinned) == []


def test_every_setting_is_described(house) -> None:
    """Environment variables that the package reads, and only those, are on the list."""
    read = set()
    for path in house.sources:
        for node in ast.walk(house.tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in READERS
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
                and re.fullmatch(r"QINGSHAN_\w+|DATABASE_URL", node.args[0].value)
            ):
                read.add(node.args[0].value)
    assert {setting.name for setting in SETTINGS} == read - NOT_OURS
