"""Note the digests of rows in the journal, so that no row can be changed without its act unseen."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.models import Counter
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.log import refusals
from qingshan.apps.log.noting import ROWS_NOTED, new_note, newest_note
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

SERIES = "ROWS"


@verb(
    event=ROWS_NOTED,
    label=Label("登记行摘要入志", "note the digests of rows"),
    roles=("system", "registrar"),
)
def note_rows(call: Call) -> Done[Counter]:
    """Note what is new in the tables of the register, and what was acted upon since the last note.

    The number that it draws makes notes follow each other one by one.

    Raises
    ------
    Refused
        E-LO-07 when nothing is new.
    """
    number = next_number(SERIES, call.when.year)
    facts = new_note(newest_note())
    if facts is None:
        raise Refused.because(refusals.NO_NEW_ROWS, number)
    return Done(Counter.objects.get(series=SERIES, year=call.when.year), facts)
