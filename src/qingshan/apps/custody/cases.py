"""Differences with the bank are cases of the exchange: opened with a clock, closed when settled.

A case is opened and closed after the act that made or settled the difference, not in it: numbers
come before the ledger (decision 0026). What a broken process left out, the timer does.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.casework.clocks import is_late
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.verbs.close_case import close_case
from qingshan.apps.casework.verbs.open_case import open_case
from qingshan.apps.custody.models import Difference
from qingshan.core.kernel.money import yuan

KIND, SUBJECT = "reconciliation", "custody.difference"
ENDS = ("submitted", "accepted")
"""States from which the house closes the case of a difference that is settled."""


def keep_cases(moment: datetime) -> int:
    """Open the case of every open difference, close those of the others; how many were moved."""
    of_it = Case.objects.filter(subject_kind=SUBJECT, subject_key=OuterRef("name"))
    named = Difference.objects.annotate(name=Cast("pk", CharField()))
    fresh = named.filter(~Exists(of_it), state="open").select_related("statement", "line")
    opened = [_open(one, moment) for one in fresh.order_by("pk")]
    keys = Case.objects.filter(subject_kind=SUBJECT, state__in=ENDS)
    standing = {int(case.subject_key): case for case in keys}
    done = Difference.objects.filter(pk__in=standing).exclude(state="open").order_by("pk")
    closed = [_close(one, standing[one.pk], moment) for one in done]
    return len(opened) + len(closed)


def case_of_difference(found: Difference) -> Case | None:
    """The case of a difference."""
    return Case.objects.filter(subject_kind=SUBJECT, subject_key=str(found.pk)).first()


def _open(found: Difference, moment: datetime) -> Case:
    told = f"{found.kind_label.zh}，银行多出 {yuan(found.amount_fen)} 元"
    return open_case(
        Call(SYSTEM, moment, f"difference/{found.pk}/case"),
        kind=KIND,
        title=f"对账差异 {found}：{told}",
        party=None,
        county="",
        subject_kind=SUBJECT,
        subject_key=str(found.pk),
    )


def _close(found: Difference, case: Case, moment: datetime) -> Case:
    """The explanation is the outcome, and of a late end the reason as well."""
    said = found.explanation or found.state_label.zh
    day = moment.astimezone(SHANGHAI).date()
    return close_case(
        Call(SYSTEM, moment, f"difference/{found.pk}/closed"),
        case=case.pk,
        outcome=said,
        late_reason=said if is_late(case, day) else "",
        is_settled=True,
    )
