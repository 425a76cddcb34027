"""Every refusal is complete in both languages, is raised somewhere, and is met by a test."""

from __future__ import annotations

import ast
import re
import string

import pytest

from qingshan.config.made import load_rooms
from qingshan.core.kernel.errors import RefusalText, declared
from qingshan.core.kernel.label import Label

ENDS_ZH, ENDS_EN = ("。", "！", "？", "”", "）"), (".", "!", "?")


@pytest.fixture(scope="module")
def texts() -> dict[str, RefusalText]:
    load_rooms()
    return dict(declared())


def sentences(text: RefusalText) -> list[Label]:
    return [text.what, text.why, text.remedy]


def facts(sentence: str) -> set[str]:
    """Names in braces; a language may have its own form of a fact, or its own unit of area."""
    names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
    return {re.sub(r"_(zh|en|mu|ha|m2)$", "", name) for name in names}


def test_codes_are_well_formed(texts) -> None:
    assert texts
    for code in texts:
        assert re.fullmatch(r"E-[A-Z]{2}-\d{2}", code), code


def test_every_sentence_stands_in_both_languages(texts) -> None:
    missing = [
        code
        for code, text in texts.items()
        for label in sentences(text)
        if not label.zh.strip() or not label.en.strip()
    ]
    assert not missing


def test_sentences_end_like_sentences(texts) -> None:
    wrong = [
        (code, label)
        for code, text in texts.items()
        for label in sentences(text)
        if not label.zh.endswith(ENDS_ZH) or not label.en.endswith(ENDS_EN)
    ]
    assert not wrong


def test_both_languages_tell_the_same_facts(texts) -> None:
    """Over the three sentences together: a language may put a fact elsewhere."""
    wrong = {}
    for code, text in texts.items():
        zh = set().union(*(facts(label.zh) for label in sentences(text))) - {"place"}
        en = set().union(*(facts(label.en) for label in sentences(text))) - {"place"}
        if zh != en:
            wrong[code] = sorted(zh ^ en)
    assert not wrong


def test_no_sentence_takes_a_fact_of_the_other_language(texts) -> None:
    wrong = [
        code
        for code, text in texts.items()
        for label in sentences(text)
        if "_en}" in label.zh or "_zh}" in label.en
    ]
    assert not wrong


def test_every_code_is_met_by_a_test(texts, test_texts) -> None:
    assert not [code for code in texts if code not in test_texts]


def constants(house) -> dict[str, tuple[str, str]]:
    """For each code its constant and the file that declares it."""
    found = {}
    for path in house.sources:
        if path.name != "refusals.py":
            continue
        for node in house.tree(path).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                first = node.value.args[0] if node.value.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    assert isinstance(node.targets[0], ast.Name)
                    found[first.value] = (node.targets[0].id, house.short(path))
    return found


def test_every_code_is_declared_in_a_sheet_of_its_room(house, texts) -> None:
    assert set(texts) == set(constants(house))


def test_every_code_is_raised_somewhere(house) -> None:
    used = set()
    for path in house.sources:
        if path.name == "refusals.py":
            continue
        for node in ast.walk(house.tree(path)):
            if isinstance(node, ast.Name):
                used.add(node.id)
            elif isinstance(node, ast.Attribute):
                used.add(node.attr)
    idle = {code: name for code, (name, _) in constants(house).items() if name not in used}
    assert not idle
