"""Doubt about the parameters of a kept run: drawn anew from a seed, told beside the result."""

from __future__ import annotations

from typing import Any

from qingshan.apps.projects.measuring import stored_run
from qingshan.apps.projects.models import DoubtStudy
from qingshan.core.carbon.doubt import doubt_of_run, told_of
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.tables.shelf import open_shelf

JOB = "qingshan.apps.projects.jobs.draw_doubt"
"""The job that draws; verbs stand below jobs and defer it by its name."""

TOLD_EVERY = 50
"""Draws between two writings of how far the job has come."""


def drawn(study: DoubtStudy) -> dict[str, Any]:
    """The answer of a study; how far it has come is written down on the way."""
    run = stored_run(study.run)

    def tell(done: int) -> None:
        if done % TOLD_EVERY == 0:
            DoubtStudy.objects.filter(pk=study.pk, result=None).update(done=done)

    found = doubt_of_run(run, open_shelf(), seed=study.seed, count=study.count, tell=tell)
    gross_t, error = run.gross / CARBON_PER_TONNE, run.options.get("relative_error")
    return told_of(found.draws, gross_t, study.seed) | {
        "gross_t": gross_t,
        "sampling_u_percent": None if error is None else float(str(error)),
        "drawn": found.drawn,
        "fixed": list(found.fixed),
    }
