"""A monitoring report as PDF: the same bytes every time."""

from __future__ import annotations

from datetime import timedelta

from qingshan.apps.base import paper
from qingshan.core.carbon.report import Document
from qingshan.core.carbon.reporting.dossier import Dossier
from qingshan.core.carbon.reporting.paper import report_data

TEMPLATE = paper.APPS / "base" / "papers" / "monitoring.typ"


def report_pdf(
    dossier: Dossier, document: Document, language: str = "zh", *, is_draft: bool = False
) -> bytes:
    """The report set by the house's template, dated by the report or else by the tables' date.

    Raises
    ------
    Refused
        E-PF-11 fonts missing, E-PF-12 a character without a glyph.
    """
    data = report_data(dossier, document, language, is_draft=is_draft)
    title = document.title.say(language)
    day = dossier.facts.reported or max(
        dossier.run.as_of, dossier.run.period.last + timedelta(days=1)
    )
    name = f"{title} · {data['project']}"
    return paper.render(TEMPLATE, data, title=name, dated=day)
