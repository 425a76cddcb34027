"""Seats under lock, and the draw that fills them."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.projects.reads import latest_report
from qingshan.apps.review.drawing import drawn, pool_for, public_source, seed_of
from qingshan.apps.review.models import Draw, Panel, Seat
from qingshan.apps.review.refusals import (
    EXPERTS_FEW,
    MATERIAL_CHANGED,
    NO_MEMBER,
    TEXT_MISSING,
)
from qingshan.core.kernel.errors import Refused


def fill_seats(call: Call, panel: Panel, places: list[int]) -> Draw:
    """Draw an expert for each place; who ever sat on the panel is not drawn again.

    Raises
    ------
    Refused
        E-RV-03 when too few experts are free of ties.
    """
    number = panel.draws.count() + 1
    sat = panel.seats.values_list("expert", flat=True)
    pool = pool_for(panel.report, call.when.date(), but_not=list(sat))
    if len(pool.eligible) < len(places):
        raise Refused.because(
            EXPERTS_FEW, panel.number, count=len(pool.eligible), needed=len(places)
        )
    source = public_source(panel.number, panel.report, number)
    numbers = [expert.number for expert in pool.eligible]
    chosen = drawn(numbers, seed_of(source), len(places))
    draw = Draw.objects.create(
        panel=panel,
        round=number,
        source=source,
        seed=seed_of(source),
        pool=numbers,
        excluded=pool.excluded,
        chosen=chosen,
        when=call.when,
    )
    experts = {expert.number: expert for expert in pool.eligible}
    Seat.objects.bulk_create(
        Seat(panel=panel, expert=experts[name], place=place)
        for name, place in zip(chosen, places, strict=True)
    )
    return draw


def seat_of(call: Call, panel: Panel, party: int) -> Seat:
    """The seat of an expert for whom the actor acts, under lock.

    Raises
    ------
    Refused
        E-AU-02 for another expert, E-RV-15 for one who was not drawn.
    """
    must_act_for(call, party)
    found = panel.seats.filter(expert__party=party).first()
    if found is None:
        name = party_of(party).name
        raise Refused.because(NO_MEMBER, name, party=name, number=panel.number)
    return locked(Seat, found.pk)


def empty_places(panel: Panel) -> list[int]:
    """Places whose member stands back and for which nobody else was drawn."""
    seated = set(panel.seats.exclude(state="recused").values_list("place", flat=True))
    return [place for place in range(1, panel.size + 1) if place not in seated]


def is_overtaken(panel: Panel) -> bool:
    """Whether the report on the table was returned or replaced."""
    claim = panel.report.run.monitoring
    report = latest_report(claim)
    return claim.state != "verified" or report is None or report.digest != panel.digest


def must_be_current(panel: Panel) -> None:
    """Refuse (E-RV-09) to go on with a report that was returned or replaced."""
    if is_overtaken(panel):
        raise Refused.because(MATERIAL_CHANGED, panel.number)


def told(text: str, place: str) -> str:
    """A text without blanks around it; refuse (E-RV-16) silence."""
    if not text.strip():
        raise Refused.because(TEXT_MISSING, place)
    return text.strip()
