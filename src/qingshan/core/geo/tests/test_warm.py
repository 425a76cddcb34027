"""Copies of a prepared reader: one for each file, none left over, none that reaches the other."""

from __future__ import annotations

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import pytest

from qingshan.core.geo import confined
from qingshan.core.geo.confined import ORDER, WORDS, Budget, read_confined
from qingshan.core.geo.limits import Limits
from qingshan.core.geo.warm import SUPPORTED, Warm
from qingshan.core.geo.writing import write_geopackage

pytestmark = pytest.mark.skipif(not SUPPORTED, reason="no copies of processes here")


@pytest.fixture
def path(tmp_path, attributes, stands):
    return (
        write_geopackage(tmp_path / "stands.gpkg", attributes, stands) or tmp_path / "stands.gpkg"
    )


@pytest.fixture
def warm():
    kept = Warm(confined._environment)
    yield kept
    kept._drop()


def ordered(tmp_path, path, name="work") -> Path:
    folder = tmp_path / name
    folder.mkdir()
    order = {"path": str(path), "limits": asdict(Limits()), "budget": asdict(Budget())}
    (folder / ORDER).write_text(json.dumps(order), encoding="utf-8")
    return folder


def alive(leader: int) -> bool:
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True


def test_many_at_once_each_get_their_own(path):
    whole = read_confined(path)
    with ThreadPoolExecutor(8) as readers:
        layers = list(readers.map(lambda _: read_confined(path), range(16)))
    assert all(layer.digest == whole.digest for layer in layers)
    assert all(layer.frame.equals(whole.frame) for layer in layers)


def test_a_copy_is_gone_when_it_has_answered(warm, tmp_path, path):
    folder = ordered(tmp_path, path)
    copy = warm.copy(confined.READER, folder, folder / WORDS)
    assert copy.wait(30) == 0
    assert (folder / confined.ANSWER).exists()
    copy.end()
    deadline = time.monotonic() + 10
    while alive(copy.leader) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(copy.leader)


def test_a_prepared_process_that_was_killed_is_started_anew(warm, tmp_path, path):
    folder = ordered(tmp_path, path)
    first = warm.copy(confined.READER, folder, folder / WORDS)
    assert first.wait(30) == 0
    first.end()
    warm._process.send_signal(signal.SIGKILL)
    warm._process.wait()
    again = ordered(tmp_path, path, "again")
    second = warm.copy(confined.READER, again, again / WORDS)
    assert second.wait(30) == 0
    second.end()


def test_only_our_own_modules_are_run(warm, tmp_path, path):
    folder = ordered(tmp_path, path)
    copy = warm.copy("antigravity", folder, folder / WORDS)
    assert copy.wait(30) == 1
    copy.end()
    assert "ImportError" in (folder / WORDS).read_text(encoding="utf-8")


def test_where_none_can_be_had_a_reader_imports_for_itself(path, monkeypatch):
    monkeypatch.setattr(confined, "SUPPORTED", False)
    alone = read_confined(path)
    monkeypatch.undo()
    assert alone.frame.equals(read_confined(path).frame)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no names to be read here")
def test_no_secret_of_the_house_is_told(warm, tmp_path, path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    folder = ordered(tmp_path, path)
    copy = warm.copy(confined.READER, folder, folder / WORDS)
    for process in (warm._process.pid, copy.leader):
        assert b"secret" not in Path(f"/proc/{process}/environ").read_bytes()
    assert copy.wait(30) == 0
    copy.end()
