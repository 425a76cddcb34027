"""Settings read from the environment through three small typed functions."""

from __future__ import annotations

import os
from pathlib import Path


def text(name: str, default: str = "") -> str:
    """A text setting."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """A yes/no setting: 1, true, yes, on."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def choice(name: str, first: str, *others: str) -> str:
    """One of a few words, the first unless another is given.

    Raises
    ------
    ValueError
        For any other word: a wrong setting is found at the start, not at the first use.
    """
    given = os.environ.get(name, first)
    if given not in (first, *others):
        raise ValueError(f"{name}={given}: one of {', '.join((first, *others))}")
    return given


def folder(name: str, default: str) -> Path:
    """A folder, made absolute and created."""
    path = Path(os.environ.get(name, default)).expanduser().resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path
