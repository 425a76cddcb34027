"""Hand in the lists of sample plots and trees of a period, checked and measured as they come."""

from __future__ import annotations

from datetime import date

from qingshan.apps.base import files
from qingshan.apps.base.call import Call
from qingshan.apps.base.models import KeptFile
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.projects.assigned import must_be_assigned, must_be_charged
from qingshan.apps.projects.fieldwork import PARTS, checked
from qingshan.apps.projects.models import FieldSurvey, MonitoringPeriod
from qingshan.apps.projects.verbs.add_annex import OPEN
from qingshan.core.kernel.label import Label

HAND_IN = Label("提交外业数据", "hand field data in")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@verb(event="field_survey.handed_in", label=HAND_IN, roles=("measurer",))
def hand_in_field_survey(  # noqa: PLR0913  the fields of the form
    call: Call,
    *,
    monitoring: int,
    measurer: int,
    trees: int,
    as_of: date,
    plots: int | None = None,
    earlier: int | None = None,
    earlier_plots: int | None = None,
    photos: int | None = None,
    language: str = "zh",
) -> Done[FieldSurvey]:
    """Keep the files, what was found in them and what the plots say; nothing found hinders it.

    Raises
    ------
    Refused
        E-AU-02 for a stranger, E-PJ-05 for another body than the one assigned, E-PJ-15 when none is
        and experts will review, E-MC-01 once reported; E-UP codes for a file that cannot be read.
    """
    must_act_for(call, measurer)
    claim = locked(MonitoringPeriod, monitoring)
    must_be_assigned(claim, "measuring", measurer)
    must_be_in(claim, OPEN, HAND_IN)
    must_be_charged(claim, "measuring", call.when.date())
    told = dict(zip(PARTS, (trees, plots, earlier, earlier_plots, photos), strict=True))
    kept = {name: KeptFile.objects.get(pk=key) for name, key in told.items() if key is not None}
    answer = checked(claim, kept, as_of, language)
    marked = None
    if answer.marked is not None:
        marked = files.keep(answer.marked, name="marked.xlsx", media_type=WORKBOOK)
    survey = FieldSurvey.objects.create(
        monitoring=claim,
        measurer_id=measurer,
        marked=marked,
        verdict=answer.report["verdict"],
        findings=dict(answer.report) | {"hindrances": list(answer.hindrances)},
        estimate=None if answer.estimate is None else dict(answer.estimate),
        handed=call.when,
        **kept,
    )
    return Done(survey, {"verdict": survey.verdict, "trees": answer.report["trees"]})
