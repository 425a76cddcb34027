"""``serve`` with a clock that goes behind the real one: for one browser test alone.

Nothing in the product can set its clock. This program, which no wheel contains, puts another
function in the one place that reads it, before the rooms take it from there; the site itself is
then started as ever.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITE, MOVED = "qingshan.config.wsgi:application", "tests.web.past_site:application"


def moved(real: Callable[[], datetime], file: Path) -> Callable[[], datetime]:
    """The real clock and the seconds that the file says."""
    return lambda: real() + timedelta(seconds=float(file.read_text("utf-8")))


def begin() -> None:
    """Start the site as ``serve`` does, with this module in the place of its application."""
    from qingshan.config.commands import serve

    child = serve.Child
    path = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, path))
    serve.Child = lambda name, arguments, **more: child(
        name, [MOVED if one == SITE else one for one in arguments], **more
    )
    _, _, port, _, workers = sys.argv
    serve.serve(host=serve.HOST, port=int(port), workers=int(workers))


if __name__ == "__main__":
    begin()
else:
    from qingshan.apps.base import clock

    clock.now = moved(clock.now, Path(os.environ["PAST_SITE_BEHIND"]))
    from qingshan.config.wsgi import application

    __all__ = ["application"]
