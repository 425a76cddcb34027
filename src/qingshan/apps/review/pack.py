"""What a member reads, as one download (材料包): report, results, recomputation package, lists."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from qingshan.apps.base.archive import zipped
from qingshan.apps.base.downloads import csv_file
from qingshan.apps.projects.anchors import Pointer
from qingshan.apps.projects.papers import Telling, package_of, report_of
from qingshan.apps.projects.reads import nonconformities
from qingshan.apps.review.models import Panel
from qingshan.apps.review.rules import checklist


def material_pack(panel: Panel) -> bytes:
    """A zip of report, results, recomputation package, nonconformities and checklist."""
    report = panel.report
    told = report_of(
        report.run, Telling("zh", timezone.localtime(report.submitted).date(), panel.number)
    )
    parts = {
        "1-监测报告.pdf": told.pdf(),
        "2-计量结果.xlsx": told.workbook(),
        "3-复算包.zip": package_of(report.run_id),
        "4-核查不符合项.csv": csv_file(
            ["编号", "严重程度", "所指之处", "状态", "往来"], _nonconformities(panel)
        ),
        "5-核查单.csv": csv_file(
            ["序号", "核查项", "满分"],
            (
                [str(number), item.label.zh, str(item.points)]
                for number, item in enumerate(checklist(panel.drawn.date()), 1)
            ),
        ),
    }
    return zipped(parts)


def _nonconformities(panel: Panel) -> Iterable[list[str]]:
    pointer = Pointer(panel.report)
    for found in nonconformities(panel.report.run.monitoring):
        said = "\n".join(f"{one.party}：{one.text}" for one in found.statements.order_by("pk"))
        yield [
            str(found.number),
            found.severity_label.zh,
            pointer.label(found.anchor).zh,
            found.state_label.zh,
            said,
        ]
