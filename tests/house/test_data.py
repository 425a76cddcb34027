"""The tables are sound, and the database is what the models say.

That a published method never changes is held in ``core/carbon/tests/test_frozen.py``.
"""

from __future__ import annotations

import pytest
from django.core.management import call_command

from qingshan.core.tables.shelf import open_shelf


def test_every_table_can_be_read() -> None:
    open_shelf().check()


def test_every_row_has_its_source() -> None:
    shelf = open_shelf()
    assert not [row for name in shelf.tables() for row in shelf.rows(name) if not row.source.title]


def test_every_source_is_used() -> None:
    shelf = open_shelf()
    used = {row.source.id for name in shelf.tables() for row in shelf.rows(name)}
    assert {source.id for source in shelf.sources()} == used


@pytest.mark.django_db
def test_migrations_agree_with_the_models() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
