"""Work of the measuring body that takes longer than a page may: drawn in the queue."""

from __future__ import annotations

import json

from procrastinate.contrib.django import app

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.clock import now
from qingshan.apps.projects.doubting import drawn
from qingshan.apps.projects.models import DoubtStudy
from qingshan.apps.projects.verbs.tell_doubt import tell_doubt


@app.task(retry=2)
def draw_doubt(study: int) -> None:
    """Draw the parameters of a run as asked, and keep what the draws say."""
    asked = DoubtStudy.objects.select_related("run").get(pk=study)
    if asked.result is None:
        told = json.dumps(drawn(asked), ensure_ascii=False)
        tell_doubt(Call(SYSTEM, now(), f"tell_doubt/{study}"), study=study, result=told)
