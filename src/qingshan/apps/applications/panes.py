"""An application beside the check list of its case: what was stated, the land, the households."""

from __future__ import annotations

from django.urls import reverse

from qingshan.apps.applications.attachments import PAPERS
from qingshan.apps.applications.editions import editions
from qingshan.apps.applications.models import Household
from qingshan.apps.applications.reads import (
    application_on,
    households_now,
    papers_now,
    told_now,
)
from qingshan.apps.applications.statement import lines
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.panes import Pane, Panes, plain_panes
from qingshan.apps.land.reads import shapes_in, stands_of
from qingshan.apps.land.tenure import certificate, cover
from qingshan.apps.parties.sealing import unseal_fields
from qingshan.apps.projects.parcels import LISTED, parcel_features, parcel_rows

SUBJECT = "projects.monitoringperiod"


def show(case: Case) -> Panes:
    """The panes of a case about a monitoring period; plain ones where nobody applied for it."""
    found = application_on(int(case.subject_key))
    if found is None:
        return plain_panes(case)
    claim = found.monitoring
    survey = claim.survey
    stands = stands_of(survey)
    right = certificate(claim.project.tenure_number)
    return Panes(
        document=Pane(
            "applications/panes/document.html",
            {
                "application": found,
                "rows": lines(told_now(found)),
                "editions": editions(found),
                "papers": [
                    {"paper": paper, "label": PAPERS[paper.kind]}
                    for paper in papers_now(found, PAPERS)
                ],
            },
        ),
        map=Pane(
            "applications/panes/map.html",
            {
                "features": parcel_features(stands, shapes_in(stands)),
                "codes": [claim.project.county_code],
                "parcels": parcel_rows(stands, None, ""),
                "more": max(len(stands) - LISTED, 0),
            },
        ),
        data=Pane(
            "applications/panes/data.html",
            {
                "households": [in_full(row) for row in households_now(found)],
                "tenure_number": claim.project.tenure_number,
                "cover": cover(right, claim.period),
            },
        ),
    )


def corrected_at(case: Case) -> str:
    """The page on which the applicant corrects what was handed in, where it was an application."""
    found = application_on(int(case.subject_key))
    if found is None:
        return ""
    return reverse("application_correct", kwargs={"number": found.number})


def in_full(row: Household) -> dict[str, object]:
    """A household with its person, for the office that examines it."""
    return {
        **unseal_fields(row.person),
        "row": row.row,
        "area_m2": row.area_m2,
        "share": f"{row.share_basis_points / 100:g}",
        "compartment": row.compartment,
    }
