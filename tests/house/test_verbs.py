"""One act, one file: what a verb file may hold, and that a test calls it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from qingshan.apps.base.roles import ROLES
from qingshan.apps.base.verb import verbs
from qingshan.config.made import load_rooms

load_rooms()
APPS = Path(__file__).resolve().parents[2] / "src" / "qingshan" / "apps"
FILES = sorted(p for p in APPS.glob("*/verbs/*.py") if p.name != "__init__.py")
CARDS = verbs()


def dressed(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "verb"
        for decorator in node.decorator_list
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_holds_the_one_verb_of_its_name(path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [node for node in tree.body if dressed(node)]
    assert [node.name for node in found] == [path.stem]
    (act,) = found
    assert [argument.arg for argument in act.args.args] == ["call"], "keywords after the call"
    assert ast.get_docstring(act)


def test_every_verb_has_its_file() -> None:
    assert set(CARDS) == {path.stem for path in FILES}
    for path in FILES:
        assert CARDS[path.stem].room == path.parts[-3]


def test_verbs_are_named_in_both_languages() -> None:
    for card in CARDS.values():
        assert card.label.zh
        assert re.fullmatch(r"[A-Za-z -]+", card.label.en), card.name


def test_verbs_name_roles_that_exist() -> None:
    for card in CARDS.values():
        assert card.roles, card.name
        assert set(card.roles) <= set(ROLES), card.name


def test_every_event_has_one_verb() -> None:
    counted = Counter(card.event for card in CARDS.values())
    assert not [event for event, count in counted.items() if count > 1]
    for event in counted:
        assert re.fullmatch(r"[a-z_]+\.[a-z_]+", event), event


def test_every_verb_is_called_by_a_test(test_texts) -> None:
    assert not [name for name in CARDS if not re.search(rf"\b{name}\(", test_texts)]


@pytest.mark.parametrize("path", sorted(APPS.glob("*/reads.py")), ids=lambda p: p.parts[-2])
def test_reads_change_nothing(path) -> None:
    """A read calls no verb and no method of a row or query that writes."""
    writing = {"create", "save", "delete", "update", "bulk_create", "bulk_update", "get_or_create"}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            assert ".verbs" not in node.module, f"{path}:{node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            wrote = node.func.attr in writing and "objects" in ast.unparse(node.func)
            assert not wrote, f"{path}:{node.lineno}"
