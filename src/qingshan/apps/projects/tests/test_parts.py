"""Parts of pages that only some cases show are whole as well."""

from __future__ import annotations

import pytest
from django.template.loader import get_template

PARTS = (
    "projects/method.html",
    "projects/parts/options.html",
    "projects/parts/plot_estimate.html",
    "parties/parts/key_told.html",
)


@pytest.mark.parametrize("name", PARTS)
def test_a_part_compiles(name: str) -> None:
    assert get_template(name).template.name == name
