"""The made-up land of the demonstration says so, and shows met, clear and unknown ground."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest
from django.conf import settings

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.land import reads
from qingshan.apps.land.models import County, Zone, ZoneLayer
from qingshan.apps.land.tenure import cover
from qingshan.apps.land.verbs.import_counties import BOUNDARIES, import_counties
from qingshan.apps.land.zones import zones_meeting
from qingshan.apps.walks.cast import FOUNDER
from qingshan.apps.walks.land_story import MADE_UP, WITHOUT_REDLINE, tell_certificate, tell_layers
from qingshan.core.geo.shape import from_wkb
from qingshan.core.kernel.period import Period

pytestmark = pytest.mark.django_db

WHEN = datetime(2024, 1, 8, 9, 30, tzinfo=SHANGHAI)
NOW = date(2024, 3, 28)


@pytest.fixture
def layers():
    if not (settings.VENDOR_FOLDER / BOUNDARIES).exists():
        pytest.skip("the collected boundaries are absent; build the package once")
    reads._counties.cache_clear()
    import_counties(Call(FOUNDER, WHEN, "counties"))
    yield tell_layers(Call(FOUNDER, WHEN, "story/layers"))
    reads._counties.cache_clear()


def middle(county: str):
    shape = from_wkb([County.objects.get(code=county).shape])[0]
    return np.array([shape.representative_point().buffer(0.004)], dtype=object)


def test_every_layer_says_that_it_is_made_up(layers):
    assert {layer.kind for layer in layers} == {
        "redline", "protected_area", "public_benefit", "other_programme",
    }  # fmt: skip
    assert all(MADE_UP in layer.name + layer.publisher for layer in layers)
    assert not Zone.objects.exclude(name__contains=MADE_UP).exists()
    redlines = ZoneLayer.objects.filter(kind="redline").order_by("as_of")
    assert [layer.state for layer in redlines] == ["superseded", "current"]


def test_met_clear_and_unknown_can_be_seen(layers):
    met = zones_meeting(middle("520621"), "redline", NOW)
    assert (met.is_known, met.pairs.height, met.layer.version) == (True, 1, "2024")
    clear = zones_meeting(middle("522636"), "public_benefit", NOW)
    assert (clear.is_known, clear.pairs.height) == (True, 0)
    for county in WITHOUT_REDLINE:
        unknown = zones_meeting(middle(county), "redline", NOW)
        assert (unknown.is_known, unknown.pairs.height) == (False, 0)


def test_a_core_zone_lies_within_its_ring_without_overlap(layers):
    core, ring = (
        from_wkb([Zone.objects.get(key=key, layer__kind="protected_area").shape])[0]
        for key in ("2023-01", "2023-02")
    )
    assert core.intersection(ring).area < 1e-9
    assert ring.union(core).area > core.area


def test_another_programme_has_days_or_not(layers):
    dated, undated = Zone.objects.filter(layer__kind="other_programme").order_by("key")
    assert (dated.start, dated.end) == (date(2016, 1, 1), date(2036, 1, 1))
    assert "虚构" in dated.facts["机制"]
    assert (undated.start, undated.end) == (None, None)


def test_certificates_of_each_kind_of_term(office):
    survey = office.accepted()
    covers = [
        cover(
            tell_certificate(
                office.call("farm"),
                survey=survey,
                number=f"演示第 {kind} 号",
                county="剑河县",
                kind=kind,
            ),
            Period(date(2012, 1, 1), date(2024, 1, 1)),
        ).covers
        for kind in ("farm", "cooperative", "enterprise")
    ]
    assert covers == [True, True, None]
