"""One measured process of the public log: fill, append, prove, verify; told as one JSON line.

The yardstick hashes in the plainest way there is: the functions of the standard library by name.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.config.settings")
django.setup()

from django.conf import settings  # noqa: E402  after setup
from django.core.management import call_command  # noqa: E402  after setup
from django.db import connection  # noqa: E402

from qingshan.apps.base.clock import now  # noqa: E402
from qingshan.apps.log import audit, reads  # noqa: E402
from qingshan.apps.log.appending import append_new  # noqa: E402
from qingshan.apps.log.keeping import sign_log  # noqa: E402
from qingshan.apps.log.rows import logged_between, rows_between  # noqa: E402
from qingshan.core.proof.log import check_proof  # noqa: E402
from tests.serving import Line, serving  # noqa: E402

PROOFS, SEED, AT_ONCE = 200, 20_260_416, 50_000
LINES, WARM_UPS = 8, 4
FILL = """
insert into books_chain (key, code, digest, facts, "when")
select 'issue:' || n, 'issue', encode(sha256(n::text::bytea), 'hex'),
       jsonb_build_object('ticket', 'GZ-2026-' || n, 'quantity', n::bigint * 10000), now()
  from generate_series(1, %s) as n
"""


def main(count: int) -> None:
    """Measure and tell."""
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute(FILL, [count])
        cursor.execute("analyze")
    start = perf_counter()
    append_new()
    appended = perf_counter() - start
    sign_log(now())
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    proofs, pages = proved(reads.latest_head().size), asked_for(reads.latest_head().size)
    start = perf_counter()
    found = list(audit.breaches())
    verified = perf_counter() - start
    assert not found, found[:3]
    told = {
        "entries": reads.size(),
        "append_s": appended,
        "proof_p95_ms": proofs[int(len(proofs) * 0.95)] * 1000,
        "page_p95_ms": pages[int(len(pages) * 0.95)] * 1000,
        "verify_s": verified,
        "hash_s": hashed(reads.size()),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def proved(size: int) -> list[float]:
    """Seconds for proofs at random places, in order; each is checked as a stranger would."""
    random_places, keys = random.Random(SEED), reads.log_keys()
    taken = []
    for _ in range(PROOFS):
        index = random_places.randrange(size)
        start = perf_counter()
        document = reads.proof(index)
        taken.append(perf_counter() - start)
        assert check_proof(document, keys).index == index
    return sorted(taken)


def asked_for(size: int) -> list[float]:
    """Seconds for the address of a proof over HTTP, in order: a real site, one visitor at a time.

    Each worker of the site has answered before it counts.
    """
    random_places, taken = random.Random(SEED + 1), []
    with serving(os.environ["DATABASE_URL"], str(settings.DATA_FOLDER)) as site:
        lines = [Line(site.port) for _ in range(LINES)]
        for line in lines * WARM_UPS:
            line.ask("GET", "/log/proof.json?entry=0")
        for number in range(PROOFS):
            index = random_places.randrange(size)
            start = perf_counter()
            status, told = lines[number % LINES].ask("GET", f"/log/proof.json?entry={index}")
            taken.append(perf_counter() - start)
            assert (status, told["index"]) == (200, index)
        for line in lines:
            line.close()
    return sorted(taken)


def hashed(size: int) -> float:
    """Seconds to hash every row and every line under both functions, the bytes being at hand."""
    spent = 0.0
    for first in range(0, size, AT_ONCE):
        lines = logged_between(first, first + AT_ONCE - 1)
        chains = [line.row for line in lines if line.kind == "chain"]
        rows = rows_between("chain", min(chains), max(chains)) if chains else []
        data = [row.content.encode() for row in rows] + [line.line for line in lines]
        start = perf_counter()
        for item in data:
            hashlib.sha256(item).digest()
        for item in data:
            hashlib.new("sm3", item).digest()
        spent += perf_counter() - start
    return spent


if __name__ == "__main__":
    main(int(sys.argv[1]))
