"""Keep what the draws of a doubt study say."""

from __future__ import annotations

import json

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.projects.models import DoubtStudy
from qingshan.core.kernel.label import Label


@verb(
    event="doubt.told",
    label=Label("记录参数不确定性", "keep the doubt about parameters"),
    roles=("system",),
)
def tell_doubt(call: Call, *, study: int, result: str) -> Done[DoubtStudy]:
    """Keep the answer (JSON) once; a study that has one keeps the first."""
    found = locked(DoubtStudy, study)
    if found.result is None:
        found.result, found.done, found.told = json.loads(result), found.count, call.when
        found.save(update_fields=["result", "done", "told"])
    return Done(found, {"seed": found.seed, "count": found.count})
