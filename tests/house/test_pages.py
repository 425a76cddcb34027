"""Every page, in both languages, as a stranger and as every role; every template is rendered."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.signals import template_rendered
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from django.views import defaults

from qingshan.apps.applications.steps import STEPS
from qingshan.apps.land.models import County
from qingshan.apps.parties.models import Party, User
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.core.carbon.example import Recipe, generate_compartments
from qingshan.core.geo.shape import from_wkb
from qingshan.core.geo.writing import write_shapefile
from qingshan.core.tables.shelf import DATA
from tests import applying
from tests.house.samples import ANYONE, OTHERS, SAMPLES

pytestmark = pytest.mark.django_db
FREE_COUNTY = "522631"
"""A county in which the story has no forest."""

LANGUAGES = ("zh-hans", "en")
HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ebef]"
SEEN = {200, 302}
POST_ONLY = 405
SPECIMENS = "look"  # the gallery of components quotes tables that nobody entered
NAMES_OF_LANGUAGES = {"中文", "简体中文", "文"}


@dataclass(frozen=True)
class Route:
    """A named address and the names of its variable parts."""

    name: str
    parts: frozenset[str]


@dataclass(frozen=True)
class Page:
    """One answer; ``who`` is empty for a stranger."""

    route: str
    language: str
    who: str
    status: int
    text: str

    def __str__(self) -> str:
        return f"{self.language} {self.route} {self.who or 'stranger'}"


def routes(patterns: list[Any] | None = None) -> Iterator[Route]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield Route(pattern.name, frozenset(pattern.pattern.converters))


ROUTES = sorted(set(routes()), key=lambda route: route.name)


@contextmanager
def listening(rendered: set[str]) -> Iterator[None]:
    def heard(sender: object, template: Any, **_: object) -> None:
        rendered.add(str(template.name))

    template_rendered.connect(heard, weak=False)
    yield
    template_rendered.disconnect(heard)


def answer(response: Any) -> str:
    """The text of a page, or where it sends on to; files and data are not looked into."""
    if response.status_code == 302:
        return str(response.headers["Location"])
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return response.content.decode() if is_page and not response.streaming else ""


def read(
    who: str, client: Client, samples: dict[str, dict[str, str]], names: Iterable[str]
) -> list[Page]:
    pages = []
    for language in LANGUAGES:
        for name in names:
            with translation.override(language):
                address = reverse(name, kwargs=samples.get(name))
            response = client.get(address)
            pages.append(Page(name, language, who, response.status_code, answer(response)))
    return pages


def signed_in() -> Iterator[tuple[str, Client]]:
    """One account for every role."""
    seen: set[str] = set()
    for user in User.objects.order_by("pk"):
        roles = {membership.role for membership in user.memberships.all()}
        if roles - seen:
            seen |= roles
            client = Client()
            client.force_login(user)
            yield user.username, client


def hand_in(folder: Path) -> None:
    """A right holder checks a survey and hands it in; the desk then says that it is registered."""
    county = County.objects.get(code=FREE_COUNTY)
    recipe = Recipe(count=6, seed=7, county=county.code, area_ha=3.0)
    frame, shapes = generate_compartments(from_wkb([county.shape])[0], recipe)
    path = folder / "xiaoban.zip"
    write_shapefile(path, frame, shapes, crs="EPSG:4524", encoding="GBK")
    client = Client()
    client.force_login(User.objects.get(username="farm"))
    days = {"first_day": "2019-01-01", "last_day": "2023-12-31"}
    file = SimpleUploadedFile(path.name, path.read_bytes())
    response = client.post(reverse("check"), {**days, "file": file})
    assert response.status_code == 200, answer(response)[-6000:]
    draft = applying.started(client)
    assert applying.hand_in(client, draft).status_code == 422, "nothing is filled in yet"
    draft = applying.filled(client, [path], name="演示项目")
    for step in STEPS:
        client.get(reverse("apply_step", kwargs={"draft": draft.pk, "step": step.name}))
    response = applying.hand_in(client, draft)
    assert response.status_code == 302, answer(response)[-6000:]
    assert "演示项目" in answer(client.get(response.headers["Location"]))
    assert "演示项目" in answer(client.get(reverse("desk")))


def meet_faults(samples: dict[str, dict[str, str]]) -> None:
    """Pages that only appear when something goes wrong."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    request = RequestFactory().get("/")
    request.user = User()  # type: ignore[assignment]
    for language in LANGUAGES:
        prefix = "" if language == "zh-hans" else "/en"
        with translation.override(language):
            assert client.get(f"{prefix}/nowhere/").status_code == 404
            assert client.post(reverse("login")).status_code == 403
            defaults.bad_request(request, SuspiciousOperation())
            defaults.permission_denied(request, PermissionDenied())
            defaults.server_error(request)
            client.get(reverse("register") + "?nonsense=1")
            client.get(reverse("register") + "?nonsense=1", headers={"HX-Request": "true"})
            client.post(reverse("check"), {"first_day": "2023-01-01", "last_day": "2020-01-01"})
            client.get(reverse("verify_link", kwargs={"number": "GZ-2024-000001-0"}))
            client.get(reverse("check") + "?way=draw")
            client.get(reverse("check") + f"?way=choose&in_county={FREE_COUNTY}")


@pytest.fixture(scope="module")
def samples(province: None) -> dict[str, dict[str, str]]:
    ticket, retirement = Ticket.objects.order_by("pk")[0], Retirement.objects.order_by("pk")[0]
    return {name: sample(ticket, retirement) for name, sample in SAMPLES.items()}


@pytest.fixture(scope="module")
def tour(samples, tmp_path_factory) -> tuple[list[Page], set[str]]:
    """Every page that anyone may see, and the templates that went into them."""
    rendered: set[str] = set()
    with listening(rendered):
        pages = read("", Client(), samples, [route.name for route in ROUTES])
        # What is closed to strangers differs from role to role; the rest is the same for all.
        closed = {page.route for page in pages if page.status != 200} - {"logout"}
        for who, client in signed_in():
            pages += read(who, client, samples, sorted(closed | {"home"}))
        meet_faults(samples)
        with translation.override("zh-hans"):
            hand_in(tmp_path_factory.mktemp("survey"))
    return pages, rendered


@pytest.fixture(scope="module")
def pages(tour) -> list[Page]:
    return tour[0]


def bare(text: str) -> str:
    """What a reader sees: no scripts, no styles, no pictures, no tags."""
    shown = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", text, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "\n", shown))


def lines(text: str) -> set[str]:
    return {line.strip() for line in bare(text).splitlines() if line.strip()}


def test_every_variable_address_has_a_sample() -> None:
    """An address that nobody visits is red."""
    assert [route.name for route in ROUTES if route.parts and route.name not in SAMPLES] == []
    assert [name for name in SAMPLES if name not in {route.name for route in ROUTES}] == []
    assert len(ROUTES) > 20


def test_a_stranger_is_answered_everywhere(pages) -> None:
    wrong = [
        str(p)
        for p in pages
        if not p.who and p.status not in SEEN | ANYONE.get(p.route, {POST_ONLY})
    ]
    assert wrong == []


def test_everyone_signed_in_is_answered_everywhere(pages) -> None:
    assert len({page.who for page in pages}) > 10
    wrong = [
        str(p)
        for p in pages
        if p.who and p.status not in SEEN | {POST_ONLY} | OTHERS.get(p.route, set())
    ]
    assert wrong == []
    assert {p.who for p in pages if p.route == "take" and p.status == 200} == {"buyer"}


def test_holders_see_the_forms_of_what_they_hold(pages, samples) -> None:
    holder = User.objects.get(memberships__party=samples["offer"]["party"])
    client = Client()
    client.force_login(holder)
    for name in ("offer", "retire"):
        assert client.get(reverse(name, kwargs=samples[name])).status_code == 200


def test_strangers_are_sent_to_sign_in(pages) -> None:
    closed = {p.route for p in pages if not p.who and p.status == 302}
    assert {"desk", "apply"} <= closed
    sent = {p.route: p.text for p in pages if not p.who and p.status == 302}
    assert [route for route, to in sent.items() if "/login/" not in to] == ["elder"]


def test_pages_are_whole(pages) -> None:
    marks = ("\ufffd", "锟" + "斤拷", "{" + "{", "{" + "%", '="None"', "??")
    wrong = [f"{p}: {mark!r}" for p in pages for mark in marks if mark in p.text]
    assert wrong == []


def test_nothing_is_shown_as_none(pages) -> None:
    """In English it may be a word of a sentence, but never stands alone."""
    wrong = [str(p) for p in pages if p.language != "en" and re.search(r"\bNone\b", bare(p.text))]
    wrong += [str(p) for p in pages if p.language == "en" and "None" in lines(p.text)]
    assert wrong == []


def test_pages_say_their_language(pages) -> None:
    for page in pages:
        if page.status == 200 and page.text:
            expected = "en" if page.language == "en" else "zh-"
            assert re.search(rf'<html lang="{expected}', page.text), str(page)


def test_titles_differ_from_page_to_page(pages) -> None:
    for language in LANGUAGES:
        seen = [p for p in pages if p.language == language and not p.who and p.status == 200]
        titles = {p.route: re.findall(r"<title>(.*?)</title>", p.text, re.DOTALL) for p in seen}
        told = {route: title[0].strip() for route, title in titles.items() if title}
        # A link from a QR code opens the page of verification itself.
        told.pop("verify_link", None)
        # Letters of a case and those that follow events are checked on one page.
        told.pop("check_letter", None)
        assert len(set(told.values())) == len(told), told


def recorded() -> str:
    """All Chinese that people entered: rows of the database and of the tables."""
    told: list[str] = []
    for model in apps.get_models():
        if not model.__module__.startswith("qingshan."):
            continue
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        told += [str(row) for row in model._default_manager.values_list(*names)] if names else []
    for path in sorted(Path(DATA).rglob("*.*")):
        told.append(path.read_text(encoding="utf-8"))
    for user in User.objects.all():
        told.append(user.display_name)
    return "\n".join(told)


def test_chinese_on_an_english_page_is_data(pages) -> None:
    """Names and places stay as they were entered; what the house itself says is in English."""
    known = recorded()
    wrong = set()
    for page in pages:
        if page.language != "en" or page.route == SPECIMENS:
            continue
        marked = re.sub(
            r'<(\w+)[^>]*\blang="zh[^"]*"[^>]*>.*?</\1>', " ", page.text, flags=re.DOTALL
        )
        for run in re.findall(f"{HAN}+", bare(marked)):
            if run not in known and run not in NAMES_OF_LANGUAGES and not run.endswith("某"):
                wrong.add(f"{page.route}: {run}")
    assert sorted(wrong) == []


def labels_in_chinese(house) -> dict[str, str]:
    """Every text of the house that has both sides, by its Chinese side."""
    found = {}
    pairs = re.compile(r"""zh=("[^"]+"|'[^']+')\s+en=("[^"]+"|'[^']+')""")
    for path in house.templates:
        for zh, en in pairs.findall(path.read_text(encoding="utf-8")):
            found[zh[1:-1]] = en[1:-1]
    pairs = re.compile(r'Label\(\s*"([^"{]+)",\s*"([^"{]+)",?\s*\)')
    for path in house.sources:
        found.update(pairs.findall(path.read_text(encoding="utf-8")))
    with (house.package / "core/kernel/terms.csv").open(encoding="utf-8", newline="") as handle:
        found.update({row["zh"]: row["en"] for row in csv.DictReader(handle)})
    return {zh: en for zh, en in found.items() if zh.strip() != en.strip()}


def test_no_side_is_left_untranslated(house, pages) -> None:
    chinese = labels_in_chinese(house)
    english = {en for en in chinese.values() if len(en.split()) > 2}
    entered = set(Party.objects.values_list("name", flat=True))
    wrong = set()
    for page in pages:
        if page.language == "en":
            left = {line for line in lines(page.text) if line in chinese} - NAMES_OF_LANGUAGES
            left -= entered
        else:
            left = lines(page.text) & english
        wrong |= {f"{page.language} {page.route}: {line}" for line in left}
    assert sorted(wrong) == []


def test_strangers_see_nobody(pages) -> None:
    """Names of people and full credit codes stay inside; only a demonstration names its cast."""
    people = {user.display_name for user in User.objects.all()} - {""}
    people = {name for name in people if "某" not in name}
    codes = set(Party.objects.exclude(credit_code="").values_list("credit_code", flat=True))
    wrong = [
        f"{page}: {secret}"
        for page in pages
        if not page.who and page.route != "login"
        for secret in people | codes
        if secret in page.text
    ]
    assert wrong == []


def test_every_template_is_rendered(house, tour, test_texts) -> None:
    """On the tour, or by a test that names it."""
    _, rendered = tour
    names = {path.as_posix().rpartition("/templates/")[2] for path in house.templates}
    assert sorted(name for name in names - rendered if name not in test_texts) == []


def test_an_error_page_needs_nothing() -> None:
    """The page of last resort is rendered without a request, a database or a language."""
    response: HttpResponse = defaults.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "青山" in response.content.decode()
