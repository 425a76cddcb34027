"""Take the files of a survey in, as they are."""

from __future__ import annotations

from datetime import date

from qingshan.apps.base.call import Call
from qingshan.apps.base.models import KeptFile
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.land.models import Survey
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.label import Label


@verb(
    event="survey.received", label=Label("提交小班文件", "hand in a survey"), roles=("applicant",)
)
def receive_survey(
    call: Call, *, party: int, file: int, crs: str = "", surveyed_on: date | None = None
) -> Done[Survey]:
    """Enter a kept bundle as a survey of a party.

    ``crs`` is what the applicant says of it; ``surveyed_on`` the day of the field work, None where
    it is unknown.
    """
    must_act_for(call, party)
    kept = KeptFile.objects.get(pk=file)
    survey = Survey.objects.create(
        party_id=party,
        file=kept,
        received=call.when,
        surveyed_on=surveyed_on,
        layer={"crs_given": crs},
    )
    return Done(survey, {"file": kept.digest})
