"""``python -m qingshan.core.carbon.package FILE``: recompute with the core floor alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from qingshan.core.carbon.package.recompute import Recomputed, recompute
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.units import tonnes_text

EQUAL, DIFFERENT, USAGE = 0, 1, 2


def main(arguments: list[str]) -> int:
    """Print the digest, or where the answer first differs; 0 equal, 1 not, 2 wrong call."""
    names = [each for each in arguments if each != "--json"]
    if len(names) != 1 or not Path(names[0]).is_file():
        sys.stderr.write("python -m qingshan.core.carbon.package FILE.zip [--json]\n")
        return USAGE
    try:
        answer = recompute(Path(names[0]))
    except Refused as refused:
        for refusal in refused.refusals:
            sys.stderr.write(f"✕ {refusal.code} {refusal.where()} {refusal.what()}\n")
            sys.stderr.write(f"  {refusal.what('en')} {refusal.remedy('en')}\n")
        return DIFFERENT
    if "--json" in arguments:
        sys.stdout.write(json.dumps(answer.as_dict(), ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(answer)) + "\n")
    return EQUAL if answer.is_equal else DIFFERENT


def _lines(answer: Recomputed) -> list[str]:
    again = answer.again
    period = again.period
    lines = [
        f"{answer.manifest.method}  {period.start} – {period.last}  as of {again.as_of}",
        f"removal  {tonnes_text(again.removal)} t  ({again.removal} × 0.0001 t)",
        f"digest   {again.digest}",
    ]
    if answer.is_equal:
        return [*lines, "equal    一致：每个整数与摘要都相同 (every integer and digest)"]
    lines.append(f"differs  不一致: {', '.join(answer.differs)}")
    lines += [f"first    {words}" for words in answer.difference.first_words()]
    lines += [f"changed  {c.name}: {c.first} → {c.second}" for c in answer.difference.changes[:20]]
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
