"""The operator answers an objection."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.models import Objection
from qingshan.apps.exchange.refusals import WORDS_MISSING
from qingshan.core.kernel.errors import must_say
from qingshan.core.kernel.label import Label


@verb(
    event="objection.answered",
    label=Label("答复成交异议", "answer the objection"),
    roles=("operator",),
)
def answer_objection(
    call: Call, *, objection: int, is_upheld: bool, answer: str
) -> Done[Objection]:
    """An objection that is upheld is followed by a correction, an act of its own.

    Raises
    ------
    Refused
        E-EX-64 no answer in words, E-MC-01 when it is answered.
    """
    found = locked(Objection, objection)
    advance(found, "answer_objection", call)
    found.answer = must_say(answer, WORDS_MISSING, str(found))
    found.is_upheld, found.answered = is_upheld, call.when
    found.save(update_fields=["state", "is_upheld", "answer", "answered"])
    return Done(found, {"number": found.trade.number, "is_upheld": is_upheld})
