"""Declare an interest between two parties (申报利害关系)."""

from __future__ import annotations

from datetime import date

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.projects.independence import declared_ties
from qingshan.apps.projects.models import TIES, Tie
from qingshan.apps.projects.refusals import DAY_AHEAD, TIE_HELD
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="tie.declared",
    label=Label("申报利害关系", "declare a tie"),
    roles=("applicant", "trader", "bank", "measurer", "verifier", "expert", "registrar"),
)
def declare_tie(
    call: Call,
    *,
    party: int,
    other: int,
    kind: str,
    until: date | None = None,
    note: str = "",
) -> Done[Tie]:
    """Declare it for oneself, or as the registrar for others; ``until`` is None while it holds.

    Raises
    ------
    Refused
        E-AU-02 for a foreign party, E-PJ-11 for a last day that lies ahead, E-PJ-16 for one before
        the day on which the same tie was declared as holding; the registrar may correct that.
    """
    assert kind in TIES, "a kind of tie"
    assert party != other, "a tie has two ends"
    if not call.actor.may("registrar"):
        must_act_for(call, party)
    if until is not None and until > call.when.date():
        raise Refused.because(DAY_AHEAD, until.isoformat(), until=until)
    same = declared_ties().filter(party=party, other=other, kind=kind, until=None).first()
    told = same.declared.astimezone(SHANGHAI).date() if same else None
    if until and told and until < told and not call.actor.may("registrar"):
        raise Refused.because(TIE_HELD, until.isoformat(), until=until, told=told)
    tie = Tie.objects.create(
        party_id=party, other_id=other, kind=kind, until=until, note=note, declared=call.when
    )
    return Done(tie, {"kind": kind, "until": until.isoformat() if until else ""})
