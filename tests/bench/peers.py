"""Other people's software for a benchmark, in environments of its own under the data folder."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from qingshan.config import environment


def peer(name: str, *packages: str) -> Path:
    """The interpreter of an environment with these packages (exact pins); made when it is new.

    Raises
    ------
    subprocess.CalledProcessError
        When a package cannot be installed: a figure without its yardstick is none.
    """
    told = hashlib.sha256(" ".join(packages).encode()).hexdigest()[:8]
    folder = environment.folder("QINGSHAN_DATA", ".data") / "bench" / f"{name}-{told}"
    python = folder / "bin" / "python"
    done = folder / "installed"
    if not done.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        quiet = ["--quiet", "--disable-pip-version-check"]
        subprocess.run([str(python), "-m", "pip", "install", *quiet, *packages], check=True)
        done.write_text("\n".join(packages), encoding="utf-8")
    return python


def told_by(
    python: Path | str, script: Path, *arguments: str, **environment_of: str
) -> dict[str, Any]:
    """What a script says as JSON on its last line, run alone by some interpreter."""
    done = subprocess.run(
        [str(python), "-W", "ignore", str(script), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment_of},
    )
    assert done.returncode == 0, done.stderr[-4000:]
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
