"""Enter what was found on the land (录入核查结果)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.models import KeptFile
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.clocks import go_on
from qingshan.apps.casework.handling import handling, refuse_unless, user_key
from qingshan.apps.casework.kinds import setting
from qingshan.apps.casework.letters import write_letter
from qingshan.apps.casework.machine import OFFICIALS
from qingshan.apps.casework.models import Case, FieldCheck
from qingshan.apps.casework.refusals import ASSIGNED, FIELD_CHECK_DONE, PHOTOS_MANY
from qingshan.apps.casework.steps import FINDING, reason_faults
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label


@verb(
    event="case.field_checked",
    label=Label("录入核查结果", "record the field check"),
    roles=OFFICIALS,
)
def record_field_check(
    call: Call, *, check: int, holds: bool, finding: str, photos: list[int]
) -> Done[FieldCheck]:
    """Keep result and photos (keys of kept files); the clock runs again from tomorrow on.

    Raises
    ------
    Refused
        All at once: what ``handling`` tells, E-CW-08 somebody else was sent, E-CW-17 the finding
        says nothing, E-CW-27 too many photos, E-CW-28 the result is there already.
    """
    found = FieldCheck.objects.select_related("checker").get(pk=check)
    case, today = locked(Case, found.case_id), call.when.date()
    found.refresh_from_db(fields=["recorded"])
    faults = reason_faults(finding, today, FINDING)
    if found.recorded is not None:
        faults.append(Refusal(FIELD_CHECK_DONE, case.number))
    if found.checker_id != user_key(call.actor):
        faults.append(Refusal(ASSIGNED, case.number, {"person": str(found.checker)}))
    most = setting("photo", "files_most", as_of=today)
    if len(photos) > most:
        faults.append(Refusal(PHOTOS_MANY, case.number, {"count": len(photos), "most": most}))
    office = refuse_unless(handling(call, case, even_if_assigned=True), faults)
    found.recorded, found.holds, found.finding = today, holds, finding.strip()
    found.save()
    kept = KeptFile.objects.filter(pk__in=photos)
    found.photos.set(kept)
    go_on(case, today)
    case.save()
    content = {
        "task": found.task,
        "checker": str(found.checker),
        "assigned": found.assigned.isoformat(),
        "holds": holds,
        "finding": found.finding,
        "photos": [[one.name, one.digest] for one in kept.order_by("pk")],
    }
    letter = write_letter(call, case, "field_check", office, content)
    return Done(found, {"number": case.number, "holds": holds, "letter": letter.number})
