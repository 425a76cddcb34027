"""Ask how far doubt about parameters moves a run; the answer is drawn in the queue."""

from __future__ import annotations

from procrastinate.contrib.django import app

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.projects.access import refuse_outsider
from qingshan.apps.projects.doubting import JOB
from qingshan.apps.projects.models import DoubtStudy, Run
from qingshan.core.kernel.label import Label


@verb(
    event="doubt.asked",
    label=Label("参数不确定性分析", "study doubt about parameters"),
    roles=("measurer", "verifier"),
)
def ask_doubt(call: Call, *, run: int, seed: int, count: int) -> Done[DoubtStudy]:
    """Keep the question and put its job into the queue, both or neither.

    Raises
    ------
    Refused
        E-AU-02 for who neither measures nor verifies the case.
    """
    found = Run.objects.select_related("monitoring__project__party").get(pk=run)
    refuse_outsider(call, found.monitoring)
    study = DoubtStudy.objects.create(run=found, seed=seed, count=count, asked=call.when)
    app.configure_task(JOB).defer(study=study.pk)
    return Done(study, {"run": found.digest, "seed": seed, "count": count})
