"""For whom and for what: one row a beneficiary, one sentence a use, nothing claimed beyond it."""

from __future__ import annotations

from datetime import date

import pytest

from qingshan.apps.base.models import Event
from qingshan.apps.books import audit
from qingshan.apps.registry.models import Retirement
from qingshan.apps.retirements.models import Beneficiary, RetirementUse
from qingshan.apps.retirements.naming import named
from qingshan.apps.retirements.saying import sentence
from qingshan.apps.retirements.tests.conftest import CODE
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db

ADULT, CHILD_BORN = "11010519491231002X", "110105201507010015"
BODY = named("body", "示例会展有限公司", CODE)


def with_check(body: str) -> str:
    """An id whose check character fits."""
    total = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(body[:17]))
    return body[:17] + "10X98765432"[total % 11]


def test_a_body_stands_on_the_list_once(desk):
    first = desk.retire(whom=BODY)
    again = desk.retire(whom=named("body", "示例会展有限公司 ", CODE.lower()))
    assert Beneficiary.objects.filter(credit_code=CODE).count() == 1
    uses = RetirementUse.objects.filter(retirement__in=[first, again])
    assert {use.beneficiary.name for use in uses} == {"示例会展有限公司"}
    assert all(use.is_on_behalf for use in uses)
    assert first.statement == "抵消“2026 年年会”（2026-03-01 至 2026-03-03）排放 1 吨"
    assert audit.verify() is None


def test_a_name_that_is_not_the_one_of_the_code_is_refused(desk, office, refuses):
    desk.retire(whom=BODY)
    with refuses("E-RT-01"):
        desk.retire(whom=named("body", "示例会展集团", CODE))
    farm = office.cast["farm"].party
    with refuses("E-RT-01"):
        desk.retire(whom=named("body", "别的林场", farm.credit_code))


def test_oneself_and_ones_own_code_are_the_same_row(desk, office):
    farm = office.cast["farm"].party
    own = desk.retire(whom=named("self"))
    by_code = desk.retire(whom=named("body", farm.name, farm.credit_code))
    assert own.use.beneficiary == by_code.use.beneficiary
    assert (own.use.is_on_behalf, by_code.use.is_on_behalf) == (False, True)


def test_of_a_person_strangers_see_the_surname(desk):
    done = desk.retire(whom=named("person", "欧阳修远", ADULT))
    assert done.beneficiary == "欧某某某"
    row = done.use.beneficiary
    for kept in (row.name, row.person_sealed, row.paper_sealed):
        assert "修远" not in kept
        assert ADULT not in kept
    told = str(list(Event.objects.filter(name="units.retired").values_list("facts", flat=True)))
    assert "修远" not in told
    assert desk.retire(whom=named("person", "欧阳修远", ADULT)).use.beneficiary == row


def test_a_person_is_known_by_the_paper(desk, refuses):
    desk.retire(whom=named("person", "欧阳修远", ADULT))
    with refuses("E-RT-01"):
        desk.retire(whom=named("person", "欧阳某人", ADULT))
    with refuses("E-PA-04"):
        desk.retire(whom=named("person", "欧阳修远", "110105194912310021"))
    with refuses("E-RT-02"):
        desk.retire(whom=named("person", "小宝", with_check(CHILD_BORN)))


def test_everything_wrong_is_said_at_once(desk, refuses):
    with refuses("E-RG-06", "E-RT-03", "E-RT-04", "E-RT-05"):
        desk.retire(whom=named("body"), subject=" ", last_day=date(2026, 2, 1))
    with refuses("E-RG-07"):
        desk.retire(whom=named("self"), purpose="judicial")
    with refuses("E-PA-03"):
        desk.retire(whom=named("body", "某公司", "91520000DEM0000990"))
    with pytest.raises(Refused) as caught:
        desk.retire(whom=named("self"), purpose="own_emissions", last_day=date(2026, 12, 31))
    (runs,) = caught.value.refusals
    assert (runs.code, runs.where("en")) == ("E-RT-10", "own emissions")
    assert "2026-12-31" in runs.what()
    assert not Retirement.objects.exists()
    assert not Beneficiary.objects.exists()


def test_a_claim_beyond_the_quantity_is_refused(desk, refuses):
    with refuses("E-RG-08"):
        desk.retire(whom=named("self"), subject="零 排 放 年会")
    with refuses("E-RG-08"):
        desk.pool(subject="碳中和认证跑")


def test_more_than_is_held_leaves_nothing_behind(desk, refuses):
    with refuses("E-LG-22"):
        desk.retire("999999999", whom=BODY)
    assert not Beneficiary.objects.filter(credit_code=CODE).exists()


@pytest.mark.parametrize(
    ("purpose", "subject", "first", "said"),
    [
        ("own_emissions", "", date(2025, 1, 1), "抵消自身 2025-01-01 至 2025-12-31 排放 1.5 吨"),
        ("own_emissions", "", date(2025, 12, 31), "抵消自身 2025-12-31 排放 1.5 吨"),
        ("public_good", "", None, "公益注销 1.5 吨"),
        ("duty_planting", "植树节", None, "替代义务植树 1.5 吨：“植树节”"),
    ],
)
def test_the_sentence_names_amount_object_and_days(purpose, subject, first, said):
    last = date(2025, 12, 31) if first else None
    expected = said.replace("1.5", "1.5000")
    assert sentence(purpose, subject, first, last, carbon("1.5")) == expected
