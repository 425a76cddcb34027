"""A project is stated anew until its report is handed in; the claim to its land goes with it."""

from __future__ import annotations

import pytest

from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.apps.projects.verbs.correct_project import correct_project

pytestmark = pytest.mark.django_db


def test_land_and_name_are_corrected_until_the_report_is_handed_in(office, refuses) -> None:
    claim = office.claimed()
    land = office.accepted(office.file(count=8))
    told = {
        "monitoring": claim.pk,
        "survey": land.pk,
        "name": "改正后的项目",
        "method": office.method,
        "start": office.first,
        "end": office.end,
        "tenure_number": "剑林证字（2019）第 99999 号",
    }
    with refuses("E-AU-02"):
        correct_project(office.call("village"), **told)
    done = correct_project(office.call("farm", "once"), **told)
    assert correct_project(office.call("farm", "once"), **told) == done
    found = MonitoringPeriod.objects.get(pk=claim.pk)
    assert (found.survey, found.state, found.project.name) == (land, "registered", "改正后的项目")
    assert (found.land_claim.survey, found.land_claim.title) == (land, "改正后的项目")
    assert found.land_claim_id == claim.land_claim_id, "it stays the same claim"
    report = office.reported(found)
    assert report.run.monitoring == found
    with refuses("E-MC-01"):
        correct_project(office.call("farm"), **told)
