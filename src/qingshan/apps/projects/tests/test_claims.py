"""One plot and time is claimed once."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import shapely

from qingshan.apps.land.claimed import claims_meeting
from qingshan.apps.land.models import SQUARE_METRE_PER_MU
from qingshan.apps.land.reads import area_m2, shapes_of
from qingshan.apps.projects.models import MonitoringPeriod, Project
from qingshan.apps.projects.verbs.register_project import register_project
from qingshan.core.kernel.errors import Refused

pytestmark = pytest.mark.django_db

PLOT = 3


def beside(frame, shapes):
    """The same parcels moved east until they only touch the first ones."""
    west, _, east, _ = shapely.total_bounds(shapes)
    return frame, shapely.transform(shapes, lambda points: np.add(points, (east - west, 0.0)))


def shared_m2(office, claim):
    """Ground that a claim shares with every other, m² by the other's key."""
    answer = claims_meeting(
        shapes_of(claim.survey), claim.period, as_of=office.now.date(), but_not=claim.land_claim_id
    )
    return answer.area_m2()


def test_a_claim_remembers_survey_method_and_days(office):
    claim = office.claimed(place="三棵树镇", tenure_number="黔林证字 1 号")
    assert (claim.state, claim.start, claim.period.last) == (
        "registered", date(2019, 1, 1), date(2023, 12, 31),
    )  # fmt: skip
    assert claim.project.party_id == office.party("farm")
    assert claim.project.place == "三棵树镇"


def test_the_same_land_and_days_are_refused_with_area_and_days(office):
    first = office.claimed(office.file(plot=PLOT), name="先来项目")
    with pytest.raises(Refused) as caught:
        office.claimed(office.file(plot=PLOT), start=date(2022, 1, 1), end=date(2026, 1, 1))
    (refusal,) = caught.value.refusals
    assert refusal.code == "E-EL-11"
    assert "先来项目" in refusal.what()
    assert "2022-01-01" in refusal.what()
    assert "2023-12-31" in refusal.what()
    mu = area_m2(first.survey) / SQUARE_METRE_PER_MU
    said = float(refusal.facts["area_mu"].replace(",", ""))
    assert said == pytest.approx(mu, abs=0.1)
    # The refused project is not there either.
    assert MonitoringPeriod.objects.count() == Project.objects.count() == 1


def test_one_survey_claims_its_own_days_once(office, refuses):
    claim = office.claimed()
    with refuses("E-EL-11"):
        register_project(
            office.call("farm"),
            survey=claim.survey_id,
            name="再来",
            method=office.method,
            start=date(2023, 12, 31),
            end=date(2025, 1, 1),
        )


def test_every_other_claim_is_named(office):
    first = office.claimed(office.file(plot=PLOT), name="甲项目", end=date(2021, 1, 1))
    office.claimed(office.file(plot=PLOT), name="乙项目", start=date(2021, 1, 1))
    with pytest.raises(Refused) as caught:
        office.claimed(office.file(plot=PLOT))
    assert [refusal.facts["other"] for refusal in caught.value.refusals] == ["甲项目", "乙项目"]
    assert first.state == "registered"


def test_the_same_land_later_is_fine(office):
    office.claimed(office.file(plot=PLOT))
    later = office.claimed(office.file(plot=PLOT), start=office.end, end=date(2026, 1, 1))
    assert later.state == "registered"


def test_parcels_that_touch_are_fine(office):
    first = office.claimed(office.file(plot=PLOT))
    second = office.claimed(office.file(plot=PLOT, edit=beside))
    shared = shared_m2(office, second)
    assert set(shared) <= {first.land_claim_id}
    assert sum(shared.values()) < 1.0


def test_other_land_is_fine(office):
    office.claimed(office.file(plot=PLOT))
    second = office.claimed(office.file(plot=PLOT + 1))
    assert shared_m2(office, second) == {}


def test_a_running_period_is_refused(office, refuses):
    survey = office.accepted()
    told = {"survey": survey.pk, "name": "未完", "method": office.method, "start": office.first}
    with refuses("E-EL-12"):
        register_project(office.call("farm"), end=date(2026, 7, 18), **told)
    # Ended yesterday.
    register_project(office.call("farm"), end=date(2026, 7, 17), **told)


def test_an_unknown_method_and_a_foreign_survey_are_refused(office, refuses):
    survey = office.accepted()
    told = {"survey": survey.pk, "name": "x", "start": office.first, "end": office.end}
    with refuses("E-CA-01"):
        register_project(office.call("farm"), method="gz_ticket_v99", **told)
    with refuses("E-AU-02"):
        register_project(office.call("village"), method=office.method, **told)
    with refuses("E-AU-01"):
        register_project(office.call("buyer"), method=office.method, **told)
