"""How a case about a complaint is shown to the office that handles it."""

from __future__ import annotations

from dataclasses import replace

from qingshan.apps.casework.models import Case
from qingshan.apps.casework.panes import Pane, Panes, plain_panes
from qingshan.apps.notices.models import Complaint

KIND, SUBJECT = "complaint", "notices.complaint"


def show(case: Case) -> Panes:
    """What was reported stands where other cases have their document."""
    found = Complaint.objects.select_related("attachment").get(number=case.subject_key)
    document = Pane("notices/parts/complaint.html", {"complaint": found})
    return replace(plain_panes(case), document=document)
