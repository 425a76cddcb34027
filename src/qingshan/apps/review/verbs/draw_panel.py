"""Draw the experts who review a verified report, in public (抽取专家)."""

from __future__ import annotations

from collections.abc import Iterator

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.projects.models import PARTS, MonitoringPeriod, Report
from qingshan.apps.projects.reads import assigned_body, latest_report
from qingshan.apps.review.models import Panel
from qingshan.apps.review.refusals import BODIES_UNASSIGNED, MATERIAL_CHANGED
from qingshan.apps.review.rules import panel_size
from qingshan.apps.review.seating import fill_seats
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label

SERIES = "PS"
LABEL = Label("抽取专家", "draw a panel")


@verb(event="panel.drawn", label=LABEL, roles=("registrar", "forestry_signer"))
def draw_panel(call: Call, *, report: int) -> Done[Panel]:
    """Draw as many as the table says from experts without a tie; anyone can repeat the draw.

    Raises
    ------
    Refused
        E-MC-01 when the report is not verified; E-RV-02 measured or verified by a body that was not
        charged, E-RV-09 not the report that counts, both at once; E-RV-03 too few experts.
    """
    found = Report.objects.select_related("run__monitoring__project").get(pk=report)
    claim = locked(MonitoringPeriod, found.run.monitoring_id)
    must_be_in(claim, ("verified",), LABEL)
    wrong = list(_uncharged(claim, found))
    if latest_report(claim) != found:
        wrong.append(Refusal(MATERIAL_CHANGED, str(claim)))
    refuse_all(wrong)
    panel = Panel.objects.create(
        number=next_number(SERIES, call.when.year),
        report=found,
        digest=found.digest,
        size=panel_size(call.when.date()),
        drawn=call.when,
    )
    draw = fill_seats(call, panel, list(range(1, panel.size + 1)))
    facts = {"number": panel.number, "seed": draw.seed, "chosen": draw.chosen}
    return Done(panel, facts | {"digest": found.digest})


def _uncharged(claim: MonitoringPeriod, report: Report) -> Iterator[Refusal]:
    verified = report.verifications.filter(equal=True).latest("pk")
    did = {"measuring": report.run.measurer_id, "verifying": verified.verifier_id}
    for part, body in did.items():
        charged = assigned_body(claim, part)
        if charged is None or charged.pk != body:
            yield Refusal(BODIES_UNASSIGNED, str(claim), {"part": PARTS[part]})
