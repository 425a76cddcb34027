"""Processes of the house are started anew when they end by themselves, and all end together."""

from __future__ import annotations

import time
from pathlib import Path

from qingshan.config.commands.children import Child, end, watch

NOTES = "import sys, pathlib; pathlib.Path(sys.argv[1]).open('a').write('started\\n')"
WAITS = "import sys, time; time.sleep(float(sys.argv[1]))"


def test_what_is_kept_is_started_anew_and_what_is_not_ends_the_watch(tmp_path: Path) -> None:
    notes, told = tmp_path / "notes", list[str]()
    jobs = Child("后台任务", ["-c", f"{NOTES}; sys.exit(7)", str(notes)], is_kept=True)
    site = Child("网站", ["-c", WAITS, "3"])
    assert watch([site, jobs], tell=told.append, pause_s=0.3) is site
    assert notes.read_text().count("started") >= 2
    assert "后台任务意外结束（7），0.3 秒后重新启动" in told
    end([site, jobs])
    assert jobs.process.poll() is not None


def test_all_are_ended_together() -> None:
    children = [Child(name, ["-c", WAITS, "600"]) for name in ("网站", "后台任务")]
    end(children)
    assert all(child.process.poll() for child in children), "by a signal"


def test_what_a_killed_child_had_started_ends_as_well(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    starts = (
        "import subprocess, sys, pathlib, time\n"
        "one = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "pathlib.Path(sys.argv[1]).write_text(str(one.pid))\n"
        "time.sleep(600)"
    )
    site = Child("网站", ["-c", starts, str(note)])
    while not note.exists() or not note.read_text():
        time.sleep(0.05)
    site.process.kill()
    assert watch([site], tell=print) is site
    end([site])
    deadline = time.monotonic() + 10
    while _runs(note.read_text()):
        assert time.monotonic() < deadline, "it was left behind"
        time.sleep(0.05)


def _runs(pid: str) -> bool:
    """Whether it is there and not only waiting for somebody to take note of its end."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False
