"""How the case of a difference is shown to the exchange."""

from __future__ import annotations

from dataclasses import replace

from qingshan.apps.casework.models import Case
from qingshan.apps.casework.panes import Pane, Panes, plain_panes
from qingshan.apps.custody.models import Difference


def show(case: Case) -> Panes:
    """Movement, amount and what can be done about it stand where other cases have a document."""
    rows = Difference.objects.select_related("statement", "line", "pay_in", "pay_out")
    found = rows.get(pk=case.subject_key)
    document = Pane("custody/parts/difference.html", {"difference": found})
    return replace(plain_panes(case), document=document)
