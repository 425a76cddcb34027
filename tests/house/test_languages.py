"""Both sides of every text are there, and Chinese is set with Chinese punctuation."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ebef]"
HALF_WIDTH = re.compile(rf"{HAN}[,;:!?]|[,;:!?]{HAN}|{HAN}\(|\){HAN}|{HAN}\.(?:\s|$)")
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->", re.DOTALL)
SIDES = re.compile(r"""\b(?:\w+_)?(zh|en)=("[^"]*"|'[^']*')""")
NAMES_OF_LANGUAGES = {"中文", "简体中文", "中", "文"}
SHOWN_IN_BOTH = {"500.html"}
"""When nothing can be asked any more, not even for the language, both are shown at once."""

SAID_IN_CHINESE = re.compile(r"[《“（][^》”）]*[》”）]|\([^)]*\)")
"""A Chinese title or term quoted in an English text stands in marks."""


def labels(house) -> Iterator[tuple[str, Label]]:
    """Every ``Label(zh, en)`` whose two sides are written out."""
    for path in house.sources:
        for node in ast.walk(house.tree(path)):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Label"):
                continue
            sides = [
                side.value
                for side in [*node.args, *(keyword.value for keyword in node.keywords)]
                if isinstance(side, ast.Constant) and isinstance(side.value, str)
            ]
            if len(sides) == 2:
                yield f"{house.short(path)}:{node.lineno}", Label(*sides)


def template_texts(path: Path) -> Iterator[tuple[str, str]]:
    for match in SIDES.finditer(path.read_text(encoding="utf-8")):
        yield match[1], match[2][1:-1]


def bare(text: str) -> str:
    """Without tags and facts in braces, which bring their own language."""
    return re.sub(r"<[^>]*>|{[^}]*}", "", text)


def test_labels_have_two_sides(house) -> None:
    found = list(labels(house))
    assert len(found) > 300
    # A label of two empty sides says that there is nothing to say.
    assert not [place for place, label in found if bool(label.zh.strip()) != bool(label.en.strip())]


def test_english_sides_are_english(house) -> None:
    wrong = [
        (place, label.en)
        for place, label in labels(house)
        if re.search(HAN, SAID_IN_CHINESE.sub("", bare(label.en))) and label.en != label.zh
    ]
    assert not wrong


def test_chinese_labels_have_chinese_punctuation(house) -> None:
    wrong = [(p, label.zh) for p, label in labels(house) if HALF_WIDTH.search(bare(label.zh))]
    assert not wrong


def test_chinese_in_templates_has_chinese_punctuation(house) -> None:
    wrong = [
        (house.short(path), text)
        for path in house.templates
        for side, text in template_texts(path)
        if side == "zh" and HALF_WIDTH.search(bare(text))
    ]
    assert not wrong


def test_templates_say_everything_twice(house) -> None:
    """Chinese stands in ``zh="…"`` beside an ``en="…"``; the number of both is the same."""
    wrong = []
    for path in house.templates:
        sides = re.findall(r"\b(?:\w+_)?(zh|en)=", path.read_text(encoding="utf-8"))
        if sides.count("zh") != sides.count("en"):
            wrong.append(f"{house.short(path)}: {sides.count('zh')} zh, {sides.count('en')} en")
        if path.name in SHOWN_IN_BOTH:
            continue
        rest = TAG.sub("", path.read_text(encoding="utf-8"))
        lonely = set(re.findall(f"{HAN}+", rest)) - NAMES_OF_LANGUAGES
        if lonely:
            wrong.append(f"{house.short(path)}: {sorted(lonely)[:5]}")
    assert not wrong


def test_english_in_templates_is_english(house) -> None:
    wrong = [
        (house.short(path), text)
        for path in house.templates
        for side, text in template_texts(path)
        if side == "en"
        and re.search(HAN, SAID_IN_CHINESE.sub("", bare(text)))
        and text not in NAMES_OF_LANGUAGES
    ]
    assert not wrong


def test_captions_of_tables_have_chinese_punctuation() -> None:
    shelf = open_shelf()
    captions = [shelf.caption(name) for name in shelf.tables()]
    assert all(caption.label.zh and caption.label.en for caption in captions)
    assert not [c.table for c in captions if HALF_WIDTH.search(c.label.zh)]
    assert not [c.table for c in captions if re.search(HAN, c.label.en)]


def test_terms_have_chinese_punctuation(house) -> None:
    path = house.package / "core" / "kernel" / "terms.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        lines = list(csv.DictReader(handle))
    assert not [line for line in lines if HALF_WIDTH.search(line["zh"])]


def test_no_text_is_broken(house) -> None:
    """Replacement characters and the well-known remains of a wrong decoding."""
    marks = ["\ufffd", "锟" + "斤拷", "烫" + "烫烫", "â€"]
    wrong = []
    for path in house.files:
        if "tests" in path.parts:  # where such marks are looked for
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        wrong += [f"{house.short(path)}: {mark!r}" for mark in marks if mark in text]
    assert not wrong
