"""Read the full numbers of an application, for a reason that is written down."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.enrolling import reason_faults
from qingshan.apps.parties.models import Enrolment
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="enrolment.revealed",
    label=Label("查看完整资料", "read the full application"),
    roles=("registrar", "operator"),
)
def reveal_enrolment(call: Call, *, enrolment: int, reason: str) -> Done[Enrolment]:
    """Leave the event of a reading (PIPL Art. 51); E-PA-19 without a reason."""
    refuse_all(reason_faults(reason))
    return Done(Enrolment.objects.get(pk=enrolment), {"reason": reason})
