"""Set the due day of a case once the calendar of its year is known (补算截止日)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.clocks import set_due
from qingshan.apps.casework.models import Case
from qingshan.core.kernel.label import Label


@verb(event="case.due_day_set", label=Label("补算截止日", "set the due day"), roles=("system",))
def set_due_day(call: Call, *, case: int) -> Done[Case]:
    """Count the term again from its first day; the timer calls it where no day was known."""
    found = locked(Case, case)
    if found.paused is None:
        set_due(found)
        found.save(update_fields=["due"])
    return Done(found, {"number": found.number, "due": str(found.due)})
