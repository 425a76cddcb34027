"""Triggers that refuse change, deletion and emptying of a table that others rely on."""

from __future__ import annotations

import pgtrigger


def append_only(name: str) -> tuple[pgtrigger.Trigger, ...]:
    """The triggers of an append-only table; they guard against plain SQL as well.

    A row trigger does not see TRUNCATE, so a statement trigger stands beside it.
    """
    return (
        pgtrigger.Protect(
            name=f"{name}_append_only", operation=pgtrigger.Delete | pgtrigger.Update
        ),
        pgtrigger.Trigger(
            name=f"{name}_never_emptied",
            operation=pgtrigger.Truncate,
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            func="raise exception 'the table is append-only';",
        ),
    )
