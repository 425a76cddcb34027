"""The public draw: who may sit on a panel, and who does, from values that anyone can look up."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from qingshan.apps.log.reads import latest_head
from qingshan.apps.parties.models import Membership, Party
from qingshan.apps.projects.independence import MEASURER, OWNER, VERIFIER, conflicts
from qingshan.apps.projects.models import Report
from qingshan.apps.review.models import Draw, PoolExpert
from qingshan.apps.review.refusals import SAME_UNIT
from qingshan.core.kernel.digest import sha256
from qingshan.core.kernel.errors import Refusal

_HEAD = "qingshan expert draw 1"


@dataclass(frozen=True)
class Pool:
    """Experts who may be drawn, and those who may not with the codes of the reasons."""

    eligible: tuple[PoolExpert, ...]
    excluded: dict[str, list[str]]


def pool_for(report: Report, as_of: date, *, but_not: Collection[int] = ()) -> Pool:
    """The active experts without a tie to anybody concerned; ``but_not`` sat here before."""
    eligible, excluded = [], {}
    active = PoolExpert.objects.filter(state="active").exclude(pk__in=but_not)
    for expert in active.select_related("party").order_by("number"):
        reasons = objections(expert, report, as_of)
        if reasons:
            excluded[expert.number] = sorted({reason.code for reason in reasons})
        else:
            eligible.append(expert)
    return Pool(tuple(eligible), excluded)


def objections(expert: PoolExpert, report: Report, as_of: date) -> list[Refusal]:
    """Why an expert may not review a report: a tie, a part in it, or the same employer."""
    concerned = parties_of(report)
    keys = [party.pk for party in concerned]
    run = report.run
    parts = dict.fromkeys(keys, VERIFIER)
    parts |= {run.measurer_id: MEASURER, run.monitoring.project.party_id: OWNER}
    found = conflicts(expert.party_id, parts, as_of)
    people = expert.party.memberships.values_list("user", flat=True)
    served = set(
        Membership.objects.filter(user__in=people, party__in=keys).values_list("party", flat=True)
    )
    for party in concerned:
        is_employer = bool(expert.unit_code) and expert.unit_code == party.credit_code
        if is_employer or party.pk in served:
            facts = {"party": expert.number, "other": party.label}
            found.append(Refusal(SAME_UNIT, expert.number, facts))
    return found


def parties_of(report: Report) -> list[Party]:
    """Owner, measuring body and verifying bodies of a report."""
    run = report.run
    verifiers = [one.verifier for one in report.verifications.select_related("verifier")]
    found = [run.monitoring.project.party, run.measurer, *verifiers]
    return list({party.pk: party for party in found}.values())


def public_source(panel: str, report: Report, number: int) -> str:
    """The text whose digest is the seed: the report's digest and the newest head of the log.

    Both were published before the draw, and nobody chooses them for it.
    """
    head = latest_head()
    log = f"{head.size} {head.sha256}" if head else "none"
    return "\n".join(
        (_HEAD, f"panel {panel}", f"round {number}", f"report {report.digest}", f"log {log}")
    )


def seed_of(source: str) -> str:
    """The seed, as anyone computes it: SHA-256 of the text."""
    return sha256(source.encode())


def drawn(numbers: Sequence[str], seed: str, count: int) -> list[str]:
    """The first of the pool in the order of SHA-256 over seed and number."""
    ranked = sorted(
        numbers, key=lambda number: hashlib.sha256(f"{seed}/{number}".encode()).digest()
    )
    return ranked[:count]


def is_replayed(draw: Draw) -> bool:
    """Whether a recorded draw comes out again."""
    again = drawn(draw.pool, seed_of(draw.source), len(draw.chosen))
    return seed_of(draw.source) == draw.seed and again == draw.chosen
