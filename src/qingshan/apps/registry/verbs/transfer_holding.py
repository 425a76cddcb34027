"""Transfer units without a trade (非交易过户): by inheritance, merger or judgment."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import entering_all
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.registry.models import HoldingTransfer
from qingshan.apps.registry.moving import Line, facts_of, faults_in, moved, paper_wrong, seen
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="holding.transferred",
    label=Label("非交易过户", "transfer without a trade"),
    roles=("registrar",),
)
def transfer_holding(  # noqa: PLR0913  the fields of form F7
    call: Call,
    *,
    ticket: int,
    source: int,
    target: int,
    quantity: int,
    ground: str,
    document: str,
) -> Done[HoldingTransfer]:
    """Move units from one holder to another on a paper that orders or proves it.

    Raises
    ------
    Refused
        E-RG-05, E-RG-11 to E-RG-14, E-RG-22 and E-LG codes, such as those of a frozen or a short
        holding, all at once.
    """
    line = Line(ticket, source, target, quantity)
    about = seen([line], is_shared=True)
    wrong = list(paper_wrong(ground, document, str(about.tickets[ticket])))
    refuse_all([*wrong, *(fault.refusal for fault in faults_in({1: line}, about))])
    made, booked = moved(call, [line], about, (ground, document))
    (done,) = made
    return Done(done, facts_of(done), last=booked.last(entering_all(made)))
