"""Every public page on two screens in both languages: whole, quiet, accessible, without cookies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}
PAGES = (
    "/",
    "/check/",
    "/register/",
    "/register/?q=nothing-of-that-name",
    "/retirements/",
    "/projects/",
    "/projects/{project}/",
    "/corrections/",
    "/cases/",
    "/bodies/",
    "/bodies/{body}/",
    "/stages/",
    "/retirements/{retirement}/",
    "/tickets/{ticket}/",
    "/tickets/{ticket}/why/removal/",
    "/tickets/{ticket}/retirements/?unit=1",
    "/verify/",
    "/verify/?number={ticket}",
    "/map/",
    "/notices/",
    "/report/",
    "/market/",
    "/market/deals/",
    "/market/deals/?purpose=judicial&year=2020",
    "/market/offers/",
    "/methods/",
    "/methods/gz_ticket_v1/",
    "/tables/carbon.species_group/",
    "/data/",
    "/data/dumps/",
    "/data/layers/",
    "/lists/",
    "/log/",
    "/login/",
)
QUESTIONS = ("tooWide", "brokenHeadings", "unnamed", "lowContrast", "garbled")
GRAVE = {"serious", "critical"}
SIGN_IN = "/login/"
"""The only public page that sets a cookie: its form has to be recognised."""


@pytest.fixture(scope="module")
def samples(standing: Any, ticket: str, retirement: str) -> dict[str, str]:
    ((project, body),) = standing.ask(
        "select p.project_id, r.measurer_id from registry_ticket t"
        " join projects_monitoringperiod p on p.id = t.monitoring_id"
        " join projects_report w on w.id = t.report_id join projects_run r on r.id = w.run_id"
        f" where t.number = '{ticket}'"
    )
    return {"ticket": ticket, "retirement": retirement, "project": project, "body": body}


def wrong_on(page: Page, watched: Any, probe: Callable[..., list[Any]], site: str) -> list[Any]:
    """What a page does that no page may do."""
    found: list[Any] = [
        (question, answer) for question in QUESTIONS if (answer := probe(page, question))
    ]
    hosts = {urlsplit(url).netloc for url in watched.requested if url.startswith("http")}
    found += [("host", host) for host in hosts - {urlsplit(site).netloc}]
    found += [("console", fault) for fault in watched.faults]
    watched.faults.clear()
    watched.requested.clear()
    return found


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_public_pages(
    site: str, open_page: Any, probe: Any, samples: dict[str, str], size: Any, language: str
) -> None:
    page, watched = open_page(size)
    prefix = "/en" if language == "en" else ""
    wrong: dict[str, list[Any]] = {}
    for path in PAGES:
        answer = page.goto(site + prefix + path.format(**samples))
        assert answer.status == 200, path
        found = wrong_on(page, watched, probe, site)
        found += [("main buttons", n) for n in [page.locator(".btn.main:visible").count()] if n > 1]
        if path != SIGN_IN:
            found += [("cookie", cookie["name"]) for cookie in page.context.cookies()]
        if found:
            wrong[path] = found
    assert wrong == {}


def test_axe_finds_nothing_grave(site: str, open_page: Any, samples: dict[str, str]) -> None:
    """Each page once; screens and languages take turns, for templates are the same for all."""
    desk, phone = open_page(DESK)[0], open_page(PHONE)[0]
    wrong = {}
    for place, path in enumerate(PAGES):
        page, prefix = (phone, "/en") if place % 2 else (desk, "")
        page.goto(site + prefix + path.format(**samples))
        found = Axe().run(page).response["violations"]
        grave = [
            (rule["id"], [node["html"][:120] for node in rule["nodes"][:3]])
            for rule in found
            if rule["impact"] in GRAVE
        ]
        if grave:
            wrong[path] = grave
    assert wrong == {}


def test_large_type_on_every_page(
    site: str, open_page: Any, probe: Any, samples: dict[str, str]
) -> None:
    page, _ = open_page(PHONE)
    page.context.add_cookies([{"name": "elder", "value": "1", "url": site}])
    wrong = {}
    for place, path in enumerate(PAGES):
        prefix = "" if place % 2 else "/en"
        page.goto(site + prefix + path.format(**samples))
        assert page.locator("html.elder").count() == 1, path
        found = [(name, answer) for name in QUESTIONS if (answer := probe(page, name))]
        if found:
            wrong[path] = found
    assert wrong == {}


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nowhere/", 404), ("/tickets/GZ-2024-999999-0/", 404), ("/register/?nonsense=1", 422)],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_wrong_addresses_are_answered_in_words(
    site: str, open_page: Any, probe: Any, path: str, status: int, language: str
) -> None:
    page, _ = open_page(PHONE)
    answer = page.goto(site + ("/en" if language == "en" else "") + path)
    assert answer is not None
    assert answer.status == status
    for question in QUESTIONS:
        assert probe(page, question) == [], question
    assert page.context.cookies() == []
