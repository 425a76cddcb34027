"""Bytes are kept once and checked whenever they are read."""

from __future__ import annotations

import pytest

from qingshan.apps.base import files
from qingshan.apps.base.models import KeptFile
from qingshan.core.kernel.digest import sha256

pytestmark = pytest.mark.django_db


def test_the_same_bytes_are_kept_once():
    first = files.keep("小班".encode(), name="a.txt", media_type="text/plain")
    second = files.keep("小班".encode(), name="b.txt", media_type="text/plain")
    assert first == second
    assert (first.name, first.size_bytes, first.digest) == ("a.txt", 6, sha256("小班".encode()))
    assert files.read(first.digest) == "小班".encode()
    assert KeptFile.objects.filter(digest=first.digest).count() == 1
    assert [path.name for path in files.path_of(first.digest).parent.iterdir()].count(
        first.digest[2:]
    ) == 1


def test_a_file_on_disk_is_kept_by_its_bytes(tmp_path):
    path = tmp_path / "run.parquet"
    path.write_bytes(b"rows")
    assert files.keep_path(path, media_type="x/y").digest == sha256(b"rows")


def test_a_changed_byte_is_refused(refuses):
    kept = files.keep(b"first content", name="a", media_type="x/y")
    path = files.path_of(kept.digest)
    path.write_bytes(b"First content")
    with refuses("E-MC-06"):
        files.read(kept.digest)
    path.unlink()


def test_a_lost_file_is_refused(refuses):
    kept = files.keep(b"soon lost", name="a", media_type="x/y")
    files.path_of(kept.digest).unlink()
    with refuses("E-MC-06"):
        files.read(kept.digest)
    with refuses("E-MC-06"):
        files.read("0" * 64)
