"""Transfer units without a trade by several lines on one paper (过户单): all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import Error

from qingshan.apps.base.call import Call
from qingshan.apps.base.gathering import Apart
from qingshan.apps.base.last import Last
from qingshan.apps.base.numbering import number_all
from qingshan.apps.base.rows import entering_all
from qingshan.apps.base.verb import Done, Part, verb
from qingshan.apps.registry.models import TransferOrder
from qingshan.apps.registry.moving import (
    Line,
    count_wrong,
    facts_of,
    faults_in,
    moved,
    paper_wrong,
    placed,
    seen,
)
from qingshan.core.kernel.errors import Refused, refuse_all
from qingshan.core.kernel.label import Label

SERIES = "DG"


@verb(
    event="holdings.transferred",
    label=Label("按一份文件多笔过户", "transfer several holdings on one paper"),
    roles=("registrar",),
)
def transfer_holdings(
    call: Call, *, ground: str, document: str, lines: Sequence[Mapping[str, int]]
) -> Done[TransferOrder]:
    """Move units as each line says: ``ticket``, ``source``, ``target`` by key and ``quantity``.

    Each line becomes a transfer of its own with its number, and whoever follows those hears of
    each as of a single one. Lines are judged by what the givers have before the order.

    Raises
    ------
    Refused
        E-RG-11 and E-RG-14 of the paper, E-RG-23 no line, E-RG-24 too many; of the lines, each
        with its number, E-RG-05, E-RG-12, E-RG-13, E-RG-22, E-RG-25 one that is there twice,
        E-RG-26 too much of one holding together, and E-LG codes; all at once.
    """
    wrong = list(paper_wrong(ground, document, ""))
    if count := count_wrong(len(lines), call.when.date()):
        raise Refused(*wrong, *count)
    told = [Line(**line) for line in lines]
    about = seen(told, is_shared=True)
    faults = faults_in(dict(enumerate(told, 1)), about)
    refuse_all([*wrong, *(fault.placed for fault in faults)])
    quantity = sum(line.quantity for line in told)
    order = TransferOrder(
        ground=ground, document=document, count=len(told), quantity=quantity, when=call.when
    )
    number_all([order], SERIES, [call.when.year])
    made, booked = moved(call, told, about, order)
    facts = {
        "number": order.number,
        "ground": ground,
        "quantity": quantity,
        "transfers": [one.number for one in made],
    }
    last = booked.last(entering_all([order]), entering_all(made), places=range(len(made)))
    parts = [Part("holding.transferred", one, facts_of(one)) for one in made]
    return Done(order, facts, parts, _told_by_line(last))


def _told_by_line(last: Last) -> Last:
    """The same end of an act; what the ledger refuses is told with the numbers of the lines."""

    def meaning(error: Error) -> Exception:
        meant = last.meaning(error)
        if not isinstance(meant, Apart):
            return meant
        return Refused(
            *(
                placed(refusal, [place + 1])
                for place, why in sorted(meant.reasons.items())
                if isinstance(why, Refused)
                for refusal in why.refusals
            )
        )

    return replace(last, meaning=meaning)
