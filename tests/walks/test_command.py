"""The command as people run it: a process of its own, exit codes, a database of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

SOURCE = Path(__file__).parents[2] / "src"
Ran = subprocess.CompletedProcess[str]


def address(name: str) -> str:
    """Where a database of the test server is reached."""
    from django.db import connection

    told = connection.settings_dict
    user, password, host = (
        quote(str(told[part]), safe="") for part in ("USER", "PASSWORD", "HOST")
    )
    return f"postgresql://{user}:{password}@/{name}?host={host}&port={told['PORT'] or 5432}"


@pytest.fixture(scope="module")
def database(django_db_setup: None, worker: str) -> Iterator[str]:
    """An empty database on the server that the tests use."""
    name = f"qingshan_walk_{worker}"
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        server.execute(f"drop database if exists {name} with (force)")
        server.execute(f"create database {name} encoding 'UTF8' template template0")
        yield address(name)
        server.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="module")
def worker() -> str:
    """A name of this test process."""
    return f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


@pytest.fixture(scope="module")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("walk-data")


@pytest.fixture
def run(data_folder: Path) -> Callable[..., Ran]:
    """Run ``qingshan`` in a process of its own."""

    def start(*arguments: str, **environment: str) -> Ran:
        told = {"QINGSHAN_DATA": str(data_folder), "PYTHONPATH": str(SOURCE), **environment}
        command = [sys.executable, "-W", "ignore", "-m", "qingshan.config.cli", *arguments]
        return subprocess.run(
            command,
            env={**os.environ, **told},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return start


def counted(url: str) -> dict[str, int]:
    with psycopg.connect(url) as connection:
        names = connection.execute(
            "select tablename from pg_tables where schemaname = 'public'"
            " and tablename !~ '^(django|auth|procrastinate)'"
        ).fetchall()
        return {
            name: connection.execute(f'select count(*) from "{name}"').fetchone()[0]
            for (name,) in sorted(names)
        }


def test_the_whole_walk_again_and_under_another_date(run, database, survey, tmp_path):
    path = survey("试验小班")

    def walk(*options: str) -> tuple[int, dict[str, Any], Ran]:
        done = run(
            "walk", str(path), "--out", str(tmp_path / "out"), "--json", *options,
            DATABASE_URL=database,
        )  # fmt: skip
        return done.returncode, json.loads(done.stdout), done

    code, first, done = walk("--as-of", "2026-07-01")
    assert code == 0, done.stderr
    assert (first["verified"], first["refusals"]) == (True, [])
    assert first["issued_t"] == int(first["removal_t"]) > 0
    assert Path(first["certificate"]).read_bytes().startswith(b"%PDF-")
    before = counted(database)
    assert before["registry_ticket"] == before["registry_retirement"] == 1

    code, again, _ = walk("--as-of", "2026-07-01")
    assert (code, again["ticket"]) == (0, first["ticket"])
    assert counted(database) == before

    code, refused, done = walk("--as-of", "2026-06-30")
    assert (code, refused["ticket"]) == (1, None)
    assert [refusal["code"] for refusal in refused["refusals"]] == ["E-EL-11"]
    assert "E-EL-11" in done.stderr
    assert counted(database) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["walk"],
        ["walk", "{file}"],
        ["walk", "{missing}", "--out", "{out}"],
        ["walk", "{file}", "--out", "{out}", "--fields", "{missing}"],
        ["walk", "{file}", "--out", "{out}", "--from", "2023/01/01"],
        ["walk", "{file}", "--out", "{out}", "--as-of", "yesterday"],
        ["walk", "{file}", "--out", "{out}", "--from", "2023-01-01", "--to", "2022-12-31"],
        ["walk", "{file}", "--out", "{out}", "--price", "0"],
        ["walk", "{file}", "--out", "{out}", "--price", "88.005"],
        ["walk", "{file}", "--out", "{out}", "--price", "cheap"],
        ["walk", "{file}", "--out", "{out}", "--colour", "green"],
        ["stroll"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2_before_anything_is_started(survey, tmp_path, capsys, arguments):
    from qingshan.config.cli import main

    names = {"file": survey(), "missing": tmp_path / "none.zip", "out": tmp_path / "out"}
    with pytest.raises(SystemExit) as left:
        main([argument.format(**names) for argument in arguments])
    assert left.value.code == 2
    told = capsys.readouterr()
    assert told.err
    assert not told.out
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "url",
    ["postgresql://nobody@127.0.0.1:1/none", "mysql://localhost/none"],
    ids=["nobody listens", "another database"],
)
def test_a_missing_environment_is_3(run, survey, tmp_path, url):
    done = run("walk", str(survey()), "--out", str(tmp_path / "out"), "--json", DATABASE_URL=url)
    assert done.returncode == 3, done.stderr
    assert "environment cannot start" in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout
