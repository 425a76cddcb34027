"""The word list is read strictly, so that a careless line cannot hide."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.terms import read_terms, term, terms


def test_a_term_is_found_by_its_name() -> None:
    assert term("compartment") == Label("小班", "sub-compartment")
    with pytest.raises(KeyError):
        term("thingummy")


def test_the_list_cannot_be_changed_by_a_reader() -> None:
    with pytest.raises(TypeError):
        terms()["compartment"] = terms()["ticket"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name,en,zh,note\n", "columns"),
        ("name,zh,en,note\nrun,,run,\n", "all needed"),
        ("name,zh,en,note\nrun,计量\n", "all needed"),
        ("name,zh,en,note\nrun,计量,run,\nrun,计量,run,\n", "repeated"),
        ("name,zh,en,note\nrun,计量,run,\nact,动作,act,\n", "out of order"),
    ],
)
def test_a_careless_line_is_said(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=fault):
        read_terms(path)
