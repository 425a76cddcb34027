"""Add a paper to the report of a period: proof of tenure, a survey of plots, a map of one's own."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.models import KeptFile
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.projects.access import refuse_stranger
from qingshan.apps.projects.models import Annex, MonitoringPeriod
from qingshan.apps.projects.refusals import ANNEX_UNKNOWN
from qingshan.core.carbon.reporting.proofread import ANNEX_TABLE
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf

OPEN = ("registered", "measured")
"""States in which the report still lies with the measuring body."""

ADD = Label("补充附件", "add an annex")


@verb(event="annex.added", label=ADD, roles=("applicant", "measurer"))
def add_annex(call: Call, *, monitoring: int, kind: str, file: int) -> Done[Annex]:
    """Enter a kept file as an annex of its kind (table ``carbon.report_annex``).

    Raises
    ------
    Refused
        E-AU-02 for a stranger, E-PJ-13 for a kind that the table does not have, E-MC-01 once the
        report was handed in.
    """
    claim = locked(MonitoringPeriod, monitoring)
    refuse_stranger(call, claim)
    kinds = open_shelf().keys(ANNEX_TABLE)
    if kind not in kinds:
        raise Refused.because(ANNEX_UNKNOWN, kind, known="、".join(kinds))
    must_be_in(claim, OPEN, ADD)
    kept = KeptFile.objects.get(pk=file)
    annex = Annex.objects.create(
        monitoring=claim, kind=kind, file=kept, name=kept.name[:160], added=call.when
    )
    return Done(annex, {"kind": kind, "digest": kept.digest})
