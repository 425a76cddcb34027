"""A member fills the checklist and votes (表决)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from qingshan.apps.base.call import Call
from qingshan.apps.base.lasting import beside
from qingshan.apps.base.moves import advance, must_be_in
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.review.models import Panel, Seat, Vote
from qingshan.apps.review.refusals import QUESTIONS_OPEN, SCORE_LOW, SCORES_WRONG
from qingshan.apps.review.rules import checklist, score_for_yes
from qingshan.apps.review.seating import must_be_current, seat_of, told
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label

LABEL = Label("表决", "vote")


@verb(event="panel.voted", label=LABEL, roles=("expert",))
def cast_vote(
    call: Call,
    *,
    panel: int,
    party: int,
    in_favour: bool,
    scores: Mapping[str, int],
    opinion: str,
) -> Done[Vote]:
    """Vote once; nobody else sees it before the panel is closed, the journal learns no side.

    Raises
    ------
    Refused
        E-AU-02, E-RV-15 for who is no member, E-MC-01 out of time or twice, E-RV-09 for a report
        that does not count any more, E-RV-16 no opinion; E-RV-06 scores, E-RV-07 in favour of too
        low a score, E-RV-08 own questions unanswered, all at once.
    """
    found = locked(Panel, panel)
    must_be_in(found, ("reviewing",), LABEL)
    seat = seat_of(call, found, party)
    advance(seat, "cast_vote", call)
    must_be_current(found)
    opinion = told(opinion, found.number)
    total = sum(scores.values())
    refuse_all(
        [
            *_wrong_scores(scores, call.when.date()),
            *_too_early(seat, in_favour=in_favour, total=total, as_of=call.when.date()),
        ]
    )
    vote = Vote.objects.create(
        seat=seat,
        in_favour=in_favour,
        scores=dict(scores),
        total=total,
        opinion=opinion,
        when=call.when,
    )
    seat.save(update_fields=["state"])
    return Done(vote, {"panel": found.number, "expert": seat.expert.number, **beside(seat)})


def _wrong_scores(scores: Mapping[str, int], as_of: date) -> Iterator[Refusal]:
    items = {item.key: item for item in checklist(as_of)}
    for number, item in enumerate(items.values(), 1):
        if not 0 <= scores.get(item.key, -1) <= item.points:
            yield Refusal(SCORES_WRONG, str(number))
    for key in set(scores) - set(items):
        yield Refusal(SCORES_WRONG, key)


def _too_early(seat: Seat, *, in_favour: bool, total: int, as_of: date) -> Iterator[Refusal]:
    least = score_for_yes(as_of)
    if in_favour and total < least:
        yield Refusal(SCORE_LOW, str(seat), {"total": total, "least": least})
    if count := seat.questions.filter(reply=None).count():
        yield Refusal(QUESTIONS_OPEN, str(seat), {"count": count})
