"""A demonstration of an older version gets what it lacks, once, and keeps what it has."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.conf import settings

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.models import Event
from qingshan.apps.base.workdays import known_years
from qingshan.apps.land import reads
from qingshan.apps.land.models import TenureCertificate, ZoneLayer
from qingshan.apps.land.verbs.accept_survey import accept_survey
from qingshan.apps.land.verbs.import_counties import BOUNDARIES, import_counties
from qingshan.apps.land.verbs.receive_survey import receive_survey
from qingshan.apps.parties.models import User
from qingshan.apps.walks import places, province
from qingshan.apps.walks.cast import FOUNDER, PARTS, SECOND_REGISTRAR, enter, player
from qingshan.apps.walks.completing import complete_story
from qingshan.apps.walks.land_story import PLANS, tell_layer

pytestmark = pytest.mark.django_db
WHEN = datetime(2024, 1, 8, 9, 30, tzinfo=SHANGHAI)


@pytest.fixture
def old_story():
    """Two layers of five, half the cast, one place whose certificate was never entered."""
    if not (settings.VENDOR_FOLDER / BOUNDARIES).exists():
        pytest.skip("the collected boundaries are absent; build the package once")
    reads._counties.cache_clear()
    import_counties(Call(FOUNDER, WHEN, "counties"))
    for part in PARTS[:6]:
        enter(part, province.APPLIED)
    for plan in PLANS[:2]:
        tell_layer(plan, Call(FOUNDER, province.APPLIED, f"{province.STORY}/layers"))
    place = places.PLACES[7]
    holder = enter(province._part(place), province.APPLIED)

    def call(step: str) -> Call:
        return Call(holder.actor, province.APPLIED, f"{province.STORY}/{place.county}/{step}")

    survey = receive_survey(
        call("receive"), party=holder.party.pk, file=province._survey_file(place)
    )
    accept_survey(
        call("accept"),
        survey=survey.pk,
        method=province.METHOD,
        as_of=province.AS_OF,
        start=province.PERIOD.start,
        end=province.PERIOD.end,
    )
    yield survey
    reads._counties.cache_clear()


def test_what_is_missing_is_added_once(old_story):
    before = list(ZoneLayer.objects.order_by("pk").values_list("pk", "state"))
    told: list[str] = []
    added = len(PARTS) + 1 - 6 + len(PLANS) - 2 + 1
    assert complete_story(WHEN, tell=told.append) == added == len(told)
    assert ZoneLayer.objects.count() == len(PLANS)
    assert list(ZoneLayer.objects.order_by("pk").values_list("pk", "state"))[:2] == before
    assert {part.username for part in PARTS} <= set(User.objects.values_list("username", flat=True))
    assert player(SECOND_REGISTRAR.username).party == player("registrar").party
    found = TenureCertificate.objects.get()
    assert found.compartments.count() == old_story.compartments.count()
    events = Event.objects.count()
    assert complete_story(WHEN, tell=told.append) == 0
    assert Event.objects.count() == events
    new_year = datetime(known_years()[-1], 12, 30, 9, 30, tzinfo=SHANGHAI)
    assert complete_story(new_year, tell=told.append) == 1, "the holidays of the next year"


def test_a_story_that_cannot_be_completed_stays_as_it_is(old_story, refuses):
    """Somebody entered other land under the number of the story."""
    from qingshan.apps.land.verbs.register_certificate import register_certificate

    place = places.PLACES[7]
    register_certificate(
        Call(FOUNDER.__class__("registrar", frozenset({"registrar"})), WHEN, "other"),
        kind="forest",
        number=places.tenure_number(place),
        right="land_use",
        county=place.county,
        area_m2=1,
        holder_name="他人",
    )
    layers = ZoneLayer.objects.count()
    with refuses("E-TN-01"):
        complete_story(WHEN, tell=lambda line: None)
    assert ZoneLayer.objects.count() == layers
