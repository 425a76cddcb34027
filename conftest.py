"""Fixtures for every room: refusals by code, and where the reference shelf stands."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from qingshan.core.kernel.errors import Refused

ROOT = Path(__file__).parent


@contextmanager
def _refuses(*codes: str) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    said = {refusal.code for refusal in caught.value.refusals}
    assert set(codes) <= said, f"expected {codes}, got {sorted(said)}"
    for refusal in caught.value.refusals:
        for language in ("zh", "en"):
            text = refusal.what(language) + refusal.why(language) + refusal.remedy(language)
            assert "?" not in text.replace("?c=", ""), f"{refusal.code}: a fact is missing: {text}"


@pytest.fixture
def refuses() -> Callable[..., AbstractContextManager[None]]:
    """``with refuses("E-UP-01"):`` expects a refusal with that code and complete sentences."""
    return _refuses


@pytest.fixture(scope="session")
def reference() -> Path:
    """The reference shelf beside the checkout; tests that need it are skipped without it."""
    shelf = Path(os.environ.get("QINGSHAN_REFERENCE", ROOT.parent / "shared" / "reference"))
    if not shelf.is_dir():
        pytest.skip(f"the reference shelf is absent ({shelf.name}); set QINGSHAN_REFERENCE")
    return shelf
