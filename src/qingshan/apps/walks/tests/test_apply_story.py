"""The demonstration tells an application that was sent back once and corrected."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.conf import settings

from qingshan.apps.applications.editions import editions
from qingshan.apps.applications.models import Application, Household
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.casework.models import CorrectionAnswer
from qingshan.apps.land import reads
from qingshan.apps.land.verbs.import_counties import BOUNDARIES, import_counties
from qingshan.apps.walks.apply_story import FAULTS, HOUSEHOLDS, REPLY, tell_application
from qingshan.apps.walks.cast import FOUNDER, stage

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 18, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def cast():
    if not (settings.VENDOR_FOLDER / BOUNDARIES).exists():
        pytest.skip("the collected boundaries are absent; build the package once")
    reads._counties.cache_clear()
    import_counties(Call(FOUNDER, NOW, "counties"))
    yield stage(NOW, signs_in=False)
    reads._counties.cache_clear()


def test_a_village_corrects_its_application_and_the_county_has_it_again(cast) -> None:
    line = tell_application(cast, NOW)
    application = Application.objects.get()
    case = application.case
    assert line.startswith(case.number)
    assert case.state == "submitted", "it is before the county again"
    [notice] = case.notices.all()
    assert [one.demand for one in notice.items.order_by("place")] == list(FAULTS.values())
    answers = [one.text for one in CorrectionAnswer.objects.order_by("item__place")]
    assert answers[0].endswith(REPLY)
    assert answers[1] == "已在申请中更正：公示与材料。"
    [edition] = editions(application)
    [papers] = edition.differences
    assert papers.now == "身份证明或营业执照 identity-2.pdf、村民（成员）会议决议 resolution-2.pdf"
    rows = Household.objects.filter(correction__isnull=False)
    assert sum(row.share_basis_points for row in rows) == 10_000
    assert len(rows) == len(HOUSEHOLDS)
    assert tell_application(cast, NOW) == line, "telling it again is free"
