"""A published method never changes: its folder's digest stands in ``methods/frozen.csv``."""

from __future__ import annotations

import pytest

from qingshan.core.carbon.catalogue import folder_digest, frozen, methods

METHODS = methods()


@pytest.mark.parametrize("found", METHODS, ids=lambda found: found.spec.id)
def test_every_method_is_listed_and_stands_as_it_was_frozen(found):
    status, digest = frozen()[found.spec.id]
    assert status in ("draft", "published")
    assert folder_digest(found.folder) == digest, (
        f"{found.spec.id} changed: a published method needs a new version, a draft a new digest in "
        f"methods/frozen.csv ({folder_digest(found.folder)})"
    )


def test_nothing_is_listed_that_does_not_exist():
    assert set(frozen()) == {found.spec.id for found in METHODS}


def test_a_changed_byte_changes_the_digest(tmp_path):
    (tmp_path / "spec.py").write_text("a")
    first = folder_digest(tmp_path)
    (tmp_path / "spec.py").write_text("b")
    assert folder_digest(tmp_path) != first
