"""Remembered addresses are those that are worked out: for each language, part and set of rooms."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import NoReverseMatch, path, reverse
from django.utils import translation

from qingshan.apps.base.addresses import address_of
from qingshan.apps.base.assets import Assets


def stub(request: HttpRequest, **given: str) -> HttpResponse:
    return HttpResponse("ok")


class Rooms:
    """Some rooms."""

    urlpatterns = i18n_patterns(
        path("a/<str:part>/<int:number>/", stub, name="a"), prefix_default_language=False
    )


class Others:
    """The same name elsewhere."""

    urlpatterns = i18n_patterns(
        path("b/<str:part>/<int:number>/", stub, name="a"), prefix_default_language=False
    )


class Nowhere:
    """No rooms at all."""

    urlpatterns = ()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("rooms", [Rooms, Others])
def test_an_address_is_the_one_that_is_worked_out(
    settings: Any, rooms: type, language: str
) -> None:
    settings.ROOT_URLCONF = rooms
    with translation.override(language):
        for parts in (("甲 乙", 1), ("x", 2), ("x", 2), ("True", 1)):
            assert address_of("a", *parts) == reverse("a", args=parts)
        named = {"part": "x", "number": 3}
        assert address_of("a", **named) == reverse("a", kwargs=named)


def test_what_no_room_serves_is_not_remembered(settings: Any) -> None:
    settings.ROOT_URLCONF = Nowhere
    with pytest.raises(NoReverseMatch):
        address_of("a", "x", 1)
    with pytest.raises(NoReverseMatch):
        engines["django"].from_string("{% url 'a' 'x' 1 %}").render({})
    told = engines["django"].from_string("{% url 'a' 'x' 1 as there %}[{{ there }}]")
    assert told.render({}) == "[]"
    settings.ROOT_URLCONF = Rooms
    assert told.render({}) == "[/a/x/1/]"


def test_a_new_manifest_gives_new_addresses(tmp_path: Any) -> None:
    assets = Assets(location=tmp_path, base_url="/static/")
    assets.hashed_files = {"a.css": "a.1.css"}
    assert assets.url("a.css") == assets.url("a.css") == "/static/a.1.css"
    assets.hashed_files = {"a.css": "a.2.css"}
    assets.save_manifest()
    assert assets.url("a.css") == "/static/a.2.css"
    assert isinstance(assets, StaticFilesStorage)
