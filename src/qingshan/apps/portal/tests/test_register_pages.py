"""Lists, projects, bodies, stage times, corrections and the feed, as a stranger meets them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from qingshan.apps.base.models import Event
from qingshan.apps.parties.models import Party
from qingshan.apps.pledges.verbs.register_pledge import register_pledge
from qingshan.apps.projects.models import MonitoringPeriod, Project
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.verbs.accept_correction import accept_correction
from qingshan.apps.registry.verbs.propose_correction import propose_correction
from qingshan.apps.registry.verbs.suspend_ticket import suspend_ticket
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
LISTS = ("register", "projects", "retirements", "corrections", "public_cases")
OTHERS = ("bodies", "stage_times")


@pytest.fixture(scope="module")
def ticket(office: Any) -> Ticket:
    """Issued, corrected, partly pledged, partly retired and suspended at last."""
    issued: Ticket = office.issued()
    proposed = propose_correction(
        office.call("registrar"),
        ticket=issued.pk,
        item="location",
        becomes="更正后的坐落",
        reason="坐落抄写有误",
        document="黔林登〔2026〕9 号",
    )
    accept_correction(office.founding(), correction=proposed.pk)
    retire_units(
        office.call("farm"),
        ticket=issued.pk,
        party=issued.party_id,
        quantity=carbon(2),
        purpose="public_good",
        beneficiary=named(SELF),
    )
    register_pledge(
        office.call("farm"),
        asset=issued.asset,
        pledgor=issued.party_id,
        pledgee=office.party("bank"),
        quantity=carbon(3),
        loan_fen=100_000,
        filing_number="ZD-1",
        until=office.now.date() + timedelta(days=365),
    )
    suspend_ticket(
        office.call("registrar"),
        ticket=issued.pk,
        reason="核查火灾",
        document="黔林登〔2026〕10 号",
    )
    return issued


def page(name: str, status: int = 200, language: str = "", **told: str) -> str:
    answer = Client().get(language + reverse(name), told)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


@pytest.mark.parametrize("name", [*LISTS, *OTHERS, "feed", "tickets_csv", "retirements_csv"])
def test_unknown_parameters_are_refused_with_those_known(ticket: Ticket, name: str) -> None:
    told = page(name, 422, contry="522629")
    assert "E-PO-01" in told
    assert "contry" in told


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("register", {"state": "lost"}),
        ("register", {"year": "26"}),
        ("register", {"before": "-3"}),
        ("register", {"county": "000000"}),
        ("retirements", {"purpose": "x"}),
        ("projects", {"stage": "x"}),
        ("corrections", {"item": "x"}),
        ("public_cases", {"stage": "x"}),
        ("bodies", {"part": "x"}),
        ("stage_times", {"kind": "x"}),
        ("feed", {"before": "x"}),
    ],
)
def test_values_that_do_not_fit_are_refused(ticket: Ticket, name: str, wrong: Any) -> None:
    assert "E-PO-17" in page(name, 422, **wrong)


def test_large_type_may_be_asked_for_in_the_address(ticket: Ticket) -> None:
    assert ticket.number in page("register", elder="1")


@pytest.mark.parametrize(
    ("name", "found", "missed"),
    [
        ("register", {"state": "suspended"}, {"state": "valid"}),
        ("register", {"state": "pledged"}, {"state": "revoked"}),
        ("register", {"state": "retired"}, {"q": "没有的项目"}),
        ("register", {"year": "2026"}, {"year": "2024"}),
        ("register", {"method": "gz_ticket_v1"}, {"method": "gz_ticket_v1", "year": "2020"}),
        ("retirements", {"purpose": "public_good"}, {"purpose": "event"}),
        ("retirements", {"year": "2026"}, {"year": "2025"}),
        ("projects", {"stage": "issued"}, {"stage": "open"}),
        ("corrections", {"item": "location"}, {"item": "species"}),
        ("corrections", {"year": "2026"}, {"year": "2025"}),
        ("public_cases", {"stage": "issued"}, {"stage": "open"}),
    ],
)
def test_filters_find_and_leave_out(ticket: Ticket, name: str, found: Any, missed: Any) -> None:
    mark = f'href="{reverse("ticket", args=[ticket.number])}"'
    if name == "projects":
        mark = f'href="{reverse("project", args=[ticket.monitoring.project_id])}"'
    assert mark in page(name, **found)
    assert mark not in page(name, **missed)


def test_words_find_numbers_and_names(ticket: Ticket) -> None:
    name = ticket.monitoring.project.name
    for words in (ticket.number, ticket.number[:7].lower(), name, name[1:4], name[0]):
        assert f'/tickets/{ticket.number}/"' in page("register", q=words), words
    assert f'/tickets/{ticket.number}/"' not in page("register", q=name + "甲")
    assert f'/projects/{ticket.monitoring.project_id}/"' in page("projects", q=name[1:4])
    assert ticket.number in page("retirements", q=ticket.number)
    assert ticket.number in page("corrections", q=ticket.number)


def test_a_project_is_one_page(ticket: Ticket) -> None:
    address = reverse("project", args=[ticket.monitoring.project_id])
    for prefix in ("", "/en"):
        answer = Client().get(prefix + address)
        assert answer.status_code == 200
        told = answer.content.decode()
        for part in (ticket.number, "更正后的坐落", "坐落抄写有误", "data-map"):
            assert part in told, part
        for name in ("face", "package", "ticket_proof", "monitoring_report", "movements"):
            assert reverse(name, args=[ticket.number]) in told, name
        assert 'rel="alternate" type="application/atom+xml"' in told
    told = Client().get(address).content.decode()
    lines = re.findall(r"签发|质押登记|注销|暂停|核查复算|两部门会签|立项|计量", told)
    assert {"签发", "质押登记", "注销", "暂停", "核查复算", "两部门会签", "立项"} <= set(lines)
    assert Client().get(reverse("project", args=[10**9])).status_code == 404


def test_county_and_place_stand_apart_in_english(ticket: Ticket) -> None:
    project = ticket.monitoring.project
    Project.objects.filter(pk=project.pk).update(place="龙泉山镇")
    with translation.override("en"):
        where = reverse("project", args=[project.pk])
    said = Client().get(where).content.decode()
    assert said.count("outside the province 龙泉山镇") == 2


def test_the_owner_is_masked_where_it_is_a_person(ticket: Ticket) -> None:
    party = Party.objects.get(pk=ticket.monitoring.project.party_id)
    kind, name = party.kind, party.name
    Party.objects.filter(pk=party.pk).update(kind="person", name="龙阿妹")
    try:
        for url in ("project", "projects", "ticket"):
            args = {"project": [ticket.monitoring.project_id], "ticket": [ticket.number]}
            told = Client().get(reverse(url, args=args.get(url, []))).content.decode()
            assert "龙某某" in told, url
            assert "龙阿妹" not in told, url
    finally:
        Party.objects.filter(pk=party.pk).update(kind=kind, name=name)


def test_a_number_of_a_ticket_is_looked_up(ticket: Ticket) -> None:
    address = reverse("ticket_retirements", args=[ticket.number])
    first, end = ticket.block.lower, ticket.block.upper
    certificate = ticket.retirements.get().number

    def told(unit: int | str) -> str:
        return Client().get(address, {"unit": unit}).content.decode()

    assert certificate in told(first)
    assert "该序列号已于" in told(first)
    assert "尚未注销" in told(end - 1)
    assert "不是本票的序列号" in told(end)
    assert Client().get(address, {"unit": "x"}).status_code == 422
    assert "Number was" not in Client().get(f"/en{address}").content.decode()


def test_bodies_tell_their_work_and_its_outcome(ticket: Ticket) -> None:
    measurer = ticket.report.run.measurer
    verifier = ticket.report.verifications.get(equal=True).verifier
    told = page("bodies")
    for one in (measurer, verifier):
        assert one.name in told
        works = Client().get(reverse("body", args=[one.pk])).content.decode()
        assert ticket.number in works
    assert measurer.name not in page("bodies", part="verifying")
    assert Client().get(reverse("body", args=[ticket.party_id])).status_code == 404


def test_pages_of_a_list_follow_each_other(office: Any, ticket: Ticket) -> None:
    """Each row once, forwards and back; what is entered meanwhile shifts nothing."""

    made = [Project.objects.create(name=f"翻页林 {n}", party_id=ticket.party_id) for n in range(45)]
    seen, told = [], page("projects", q="翻页林")
    while True:
        seen += [int(key) for key in re.findall(r'href="/projects/(\d+)/"', told)]
        onward = re.search(r'href="\?([^"]+)" rel="next"', told)
        if len(seen) == 20:
            made.append(Project.objects.create(name="翻页林 新", party_id=ticket.party_id))
        if onward is None:
            break
        query = onward[1].replace("&amp;", "&")
        told = Client().get(f"{reverse('projects')}?{query}").content.decode()
    assert seen == [one.pk for one in reversed(made[:45])]
    back = re.search(r'href="\?([^"]+)" rel="prev"', told)
    assert back is not None
    query = back[1].replace("&amp;", "&")
    before = Client().get(f"{reverse('projects')}?{query}").content.decode()
    assert [int(key) for key in re.findall(r'href="/projects/(\d+)/"', before)] == seen[20:40]
    Project.objects.filter(pk__in=[one.pk for one in made]).delete()


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_feed_is_atom_with_names_that_stay(ticket: Ticket, language: str) -> None:
    # The events of this test's own transaction are not yet told: a reader could miss one.
    with_events = Event.objects.filter(name="ticket.issued").count()
    assert with_events == 1
    answer = Client().get(language + reverse("feed"))
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    for part in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{part}") is not None, part
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert {"alternate", "self", "first"} <= set(links)


def test_periods_given_up_are_not_among_the_cases(ticket: Ticket) -> None:
    claim = ticket.monitoring
    MonitoringPeriod.objects.filter(pk=claim.pk).update(state="withdrawn")
    try:
        assert f'/projects/{claim.project_id}/"' not in page("public_cases")
    finally:
        MonitoringPeriod.objects.filter(pk=claim.pk).update(state="issued")


def test_what_was_corrected_stands_on_the_ticket_and_on_the_check_of_it(ticket: Ticket) -> None:
    shown = Client().get(reverse("ticket", args=[ticket.number])).content.decode()
    checked = page("verify", number=ticket.number)
    for told in (shown, checked):
        facts = re.search(r"<dt>坐落</dt><dd>(.*?)</dd>", told)
        assert facts
        assert facts[1] == "更正后的坐落"


@pytest.mark.parametrize("name", ["market.exchange", "carbon.species_group"])
def test_an_english_page_of_a_table_marks_what_stands_in_chinese(name: str) -> None:
    told = Client().get(f"/en/tables/{name}/").content.decode()
    assert "most of them in Chinese" in told
    cells = re.findall(r"<td[^>]*>(.*?)</td>", told, re.DOTALL)
    unmarked = [re.sub(r'<span lang="zh-Hans">.*?</span>', "", cell) for cell in cells]
    assert [cell for cell in unmarked if re.search(r"[\u4e00-\u9fff]", cell)] == []
    assert '<span lang="zh-Hans">' in told


@pytest.mark.parametrize("name", ["home", "register"])
def test_a_list_says_the_species_that_was_corrected_last(office: Any, name: str) -> None:
    issued = office.issued()
    for species in ("甲树种", "乙：树种"):
        proposed = propose_correction(
            office.call("registrar"),
            ticket=issued.pk,
            item="species",
            becomes=species,
            reason="树种认错",
            document="黔林登〔2026〕10 号",
        )
        accept_correction(office.founding(), correction=proposed.pk)
    page = Client().get(reverse(name)).content.decode()
    assert "乙：树种" in page
    assert "甲树种" not in page
