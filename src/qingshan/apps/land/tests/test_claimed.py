"""Claims of the land register: met by ground, days and pools; found by certificate; lapsed."""

from __future__ import annotations

from datetime import date

import pytest

from qingshan.apps.land.claimed import claims_by_tenure, claims_meeting, claims_near
from qingshan.apps.land.claims import pools_of
from qingshan.apps.land.models import Claim, Compartment
from qingshan.apps.land.reads import shapes_of
from qingshan.apps.projects.verbs.withdraw_project import withdraw_project
from qingshan.core.geo.area import areas_m2
from qingshan.core.kernel.period import Period

pytestmark = pytest.mark.django_db

PLOT = 5
DAYS = Period(date(2019, 1, 1), date(2024, 1, 1))
LATER = Period(date(2024, 1, 1), date(2025, 1, 1))


@pytest.fixture
def claim(office) -> Claim:
    return office.claimed(office.file(plot=PLOT), tenure_number="黔（2021）字第001号").land_claim


def test_a_registered_period_is_a_claim_to_the_land(claim, office):
    assert (claim.state, claim.scheme, claim.number) == ("live", "gz_ticket", "")
    assert claim.pools == pools_of(office.method, office.as_of) == ["above_ground", "below_ground"]
    assert (claim.period, claim.entered_on) == (DAYS, office.now.date())


def test_a_method_that_no_row_tells_of_has_unknown_pools(office):
    assert pools_of("gz_ticket_v99", office.as_of) == []


def test_the_whole_ground_is_met_by_compartment(claim, office):
    shapes = shapes_of(claim.survey)
    answer = claims_meeting(shapes, DAYS, as_of=office.now.date())
    assert list(answer.claims) == [claim.pk]
    whole = answer.pairs.filter(answer.pairs["area_m2"] > 1.0)
    assert whole["shape"].to_list() == list(range(6))
    assert sum(answer.area_m2().values()) == pytest.approx(areas_m2(shapes).sum(), rel=1e-6)
    assert areas_m2(answer.pieces).sum() == pytest.approx(areas_m2(shapes).sum(), rel=1e-6)
    rows = Compartment.objects.in_bulk(whole["compartment"].to_list())
    assert [row.row for row in rows.values()] == [1, 2, 3, 4, 5, 6]


def test_days_pools_and_dates_decide(claim, office):
    shapes, today = shapes_of(claim.survey), office.now.date()

    def met(period=DAYS, **told):
        return list(claims_meeting(shapes, period, **{"as_of": today, **told}).claims)

    assert met() == [claim.pk]
    assert met(LATER) == []
    assert met(Period(date(2023, 12, 31), date(2025, 1, 1))) == [claim.pk]
    assert met(pools=["soil"]) == []
    assert met(pools=["soil", "below_ground"]) == [claim.pk]
    assert met(but_not=claim.pk) == []
    assert met(as_of=date(2026, 7, 16)) == []
    claim.pools = []
    claim.save()
    # Pools that nobody told may be any.
    assert met(pools=["soil"]) == [claim.pk]


def test_near_is_by_boxes_and_nothing_is_cut(claim, office):
    land = claims_near(shapes_of(claim.survey)[:1], DAYS, as_of=office.now.date())
    assert set(land.owners["claim"]) == {claim.pk}
    assert len(land.shapes) == len(land.owners) >= 1
    nothing = claims_near(shapes_of(claim.survey)[:0], DAYS, as_of=office.now.date())
    assert len(nothing.owners) == len(nothing.shapes) == 0


def test_two_periods_of_one_survey_are_two_claims(claim, office):
    from qingshan.apps.projects.verbs.register_project import register_project

    second = register_project(
        office.call("farm"), survey=claim.survey_id, name="下一期", method=office.method,
        start=LATER.start, end=LATER.end,
    ).land_claim  # fmt: skip
    both = Period(DAYS.start, LATER.end)
    answer = claims_meeting(shapes_of(claim.survey), both, as_of=office.now.date())
    assert list(answer.claims) == [claim.pk, second.pk]
    first_m2, second_m2 = answer.area_m2().values()
    assert first_m2 == pytest.approx(second_m2)


def test_by_certificate_however_it_is_spelt(claim):
    assert claims_by_tenure("黔(2021)字第1号") == [claim]
    assert claims_by_tenure("黔(2021)字第2号") == claims_by_tenure(" ") == []
    assert claims_by_tenure("黔(2021)字第1号", date(2026, 7, 16)) == []


def test_a_withdrawn_project_frees_the_land(claim, office, refuses):
    with refuses("E-EL-11"):
        office.claimed(office.file(plot=PLOT))
    monitoring = claim.monitoring.pk
    with refuses("E-AU-02"):
        withdraw_project(office.call("village"), monitoring=monitoring, reason="误")
    withdrawn = withdraw_project(office.call("farm"), monitoring=monitoring, reason="监测期填错")
    assert withdrawn.state == "withdrawn"
    claim.refresh_from_db()
    assert (claim.state, claim.lapsed_on) == ("lapsed", office.now.date())
    assert claims_by_tenure(claim.tenure_number) == []
    assert office.claimed(office.file(plot=PLOT)).state == "registered"


def test_what_was_reported_is_not_withdrawn(office, refuses):
    report = office.reported()
    with refuses("E-MC-01"):
        withdraw_project(office.call("farm"), monitoring=report.run.monitoring_id, reason="改主意")


def test_an_issued_claim_bears_the_tickets_number(office):
    ticket = office.issued()
    land_claim = ticket.monitoring.land_claim
    land_claim.refresh_from_db()
    assert (land_claim.state, land_claim.number) == ("issued", ticket.number)
