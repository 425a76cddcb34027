"""No public answer names a natural person or tells a number of one.

Everything that a stranger can open is opened: every address of the sheet of audiences that is for
everyone, in both languages; every layer and list of the interfaces to their ends; every file of a
dump; the text of every paper and every member of every archive. Some holders of the demonstration
are made natural persons first, so that a page that forgets to mask says a name.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from qingshan.apps.base.clock import now
from qingshan.apps.features.dumping import write_dump
from qingshan.apps.notices.models import Comment, Complaint
from qingshan.apps.parties.models import Enrolment, Party, User
from qingshan.apps.parties.sealing import unseal, unseal_fields
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.core.sheets.identity import resident_id_fault
from tests.house import accounts
from tests.house.samples import SAMPLES
from tests.house.test_pages import LANGUAGES, ROUTES

pytestmark = pytest.mark.django_db
SHEET = Path(__file__).with_name("audiences.csv")
OF_TICKETS = (
    *("ticket", "monitoring_report", "package", "movements", "ticket_proof", "ticket_pack"),
)
SIGN_IN = {"login"}
"""A demonstration tells there whom one may sign in as; nobody of them is real."""

FAMILY = ("龙阿妹", "潘老久", "石金花", "吴老巴", "杨光明")
"""Names that holders of the demonstration are given."""

ENOUGH = 12
"""Pages of a list that are followed."""

IDENTITY = re.compile(r"(?<![0-9A-Za-z.])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
MOBILE = re.compile(r"(?<![0-9A-Za-z.])1[3-9][0-9]{9}(?![0-9A-Za-z])")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
CARD = re.compile(r"(?<![0-9A-Za-z.])[0-9]{16,19}(?![0-9A-Za-z])")


def is_identity(text: str) -> bool:
    """Eighteen characters with a birthday and the right check character (GB 11643)."""
    return text[6:8] in {"19", "20"} and resident_id_fault(text.upper()) is None


def is_card(text: str) -> bool:
    """Sixteen to nineteen digits that add up as those of a bank card do (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(text)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0 and text[0] in "3456"


def numbers_in(text: str) -> set[str]:
    """What looks like a number of a person and adds up like one."""
    found = {one for one in IDENTITY.findall(text) if is_identity(one)}
    found |= set(MOBILE.findall(text)) | set(ADDRESS.findall(text))
    return found | {one for one in CARD.findall(text) if is_card(one)}


@pytest.fixture(scope="module")
def public(province: None) -> list[str]:
    """The names of addresses for everyone, once some holders are persons."""
    tickets = list(Ticket.objects.order_by("pk")[: len(FAMILY)])
    holders = {ticket.party_id for ticket in tickets}
    holders |= set(Retirement.objects.values_list("party", flat=True))
    for key, name in zip(sorted(holders), FAMILY, strict=False):
        Party.objects.filter(pk=key).update(kind="person", name=name, name_en="", credit_code="")
    write_dump(now())
    with SHEET.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["audience"] == "everyone"]
    return [row["address"] for row in rows if row["address"] not in SIGN_IN]


@pytest.fixture(scope="module")
def secrets(public: list[str]) -> set[str]:
    """Names of natural persons, and every number, mailbox and account that the house keeps."""
    accounts.account()
    found = set(Party.objects.filter(kind="person").values_list("name", flat=True))
    found |= {user.display_name for user in User.objects.all()}
    found |= {user.email for user in User.objects.all()}
    found |= {unseal(user.mobile_sealed) for user in User.objects.all()}
    found |= {unseal(party.paper_sealed) for party in Party.objects.all()}
    for enrolment in Enrolment.objects.all():
        told = unseal_fields(enrolment.details_sealed)
        personal = ("bank_account", "mobile", "agent_number", "number", "contact")
        found |= {str(told.get(name, "")) for name in personal}
    for kind in (Comment, Complaint):
        found |= set(kind.objects.values_list("phone", flat=True))
    named = set(Party.objects.exclude(kind="person").values_list("name", flat=True))
    codes = set(Party.objects.exclude(kind="person").values_list("credit_code", flat=True))
    return {text for text in found - named - codes if len(text) > 1 and "某" not in text}


def body(answer: Any) -> bytes:
    data: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return data


def texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """What can be read in an answer; papers by their text, archives by their members."""
    if data.startswith(b"%PDF"):
        reader = pypdf.PdfReader(io.BytesIO(data))
        yield name, "\n".join(page.extract_text() for page in reader.pages)
        yield f"{name} (attributes)", str(reader.metadata)
        for inner, kept in reader.attachments.items():
            for part in kept:
                yield from texts(f"{name}!{inner}", part)
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from texts(f"{name}!{member}", archive.read(member))
    else:
        yield name, data.decode("utf-8", "replace")


def onward(answer: Any, data: bytes) -> str:
    """The next page of a list, however it is told."""
    kind = answer.headers.get("Content-Type", "")
    if "json" in kind:
        told = json.loads(data)
        if not isinstance(told, dict):
            return ""
        links = {one.get("rel"): one["href"] for one in told.get("links", []) if "href" in one}
        return str(links.get("next") or told.get("next") or "")
    found = re.search(rb'href="([^"]+)" rel="next"|rel="next" href="([^"]+)"', data)
    return (found[1] or found[2]).decode().replace("&amp;", "&") if found else ""


def opened(client: Client, address: str) -> Iterator[tuple[str, str]]:
    """An address and the pages behind it."""
    seen: set[str] = set()
    while address and address not in seen and len(seen) < ENOUGH:
        seen.add(address)
        answer = client.get(address)
        data = body(answer)
        yield from texts(address, data)
        further = onward(answer, data)
        if further.startswith("?"):
            further = address.partition("?")[0] + further
        address = re.sub(r"^https?://[^/]+", "", further)


def everything(public: list[str]) -> Iterator[tuple[str, str]]:
    client = Client(raise_request_exception=False)
    ticket, retirement = Ticket.objects.order_by("pk")[0], Retirement.objects.order_by("pk")[0]
    parts = {route.name: route.parts for route in ROUTES}
    for name in public:
        told = SAMPLES[name](ticket, retirement) if parts.get(name) else None
        for language in LANGUAGES:
            with translation.override(language):
                address = reverse(name, kwargs=told)
            yield from opened(client, address)
    for layer in client.get(reverse("features_collections")).json()["collections"]:
        yield from opened(client, reverse("features_items", args=[layer["id"]]) + "?limit=500")
    with translation.override("zh-hans"):
        day = client.get("/data/dumps/latest/manifest.json")["Location"]
        yield from opened(client, day)
        for each in json.loads(body(client.get(day)))["files"]:
            yield from opened(client, day.replace("manifest.json", each["name"]))
        for one in Ticket.objects.order_by("pk"):
            for name in OF_TICKETS:
                yield from opened(client, reverse(name, args=[one.number]))
            project = one.monitoring.project_id
            yield from opened(client, reverse("project", args=[project]))
            yield from opened(client, reverse("ticket_retirements", args=[one.number]))
            yield from opened(client, reverse("verify") + f"?number={one.number}")
            yield from opened(client, f"/api/v1/tickets/{one.number}")
        for done in Retirement.objects.order_by("pk"):
            yield from opened(client, reverse("retirement", args=[done.number]))
            yield from opened(client, f"/api/v1/retirements/{done.number}")


def test_the_scan_knows_what_it_looks_for(secrets: set[str]) -> None:
    """It finds what it is to find, and is given the names that matter."""
    assert set(FAMILY[:2]) <= secrets
    assert accounts.FORM["bank_account"] in secrets
    told = (
        "电话 13800001234，证号 52010219751111001X，卡号 6228480402564890018，邮箱 a.b@example.cn"
    )
    assert numbers_in(told) == {
        "13800001234",
        "52010219751111001X",
        "6228480402564890018",
        "a.b@example.cn",
    }
    assert numbers_in("106.13800001234 面积 138000012345 sha256:13800001234ab") == set()


def test_public_answers_tell_no_personal_data(public: list[str], secrets: set[str]) -> None:
    wrong: dict[str, set[str]] = {}
    count = 0
    for place, text in everything(public):
        count += 1
        found = {secret for secret in secrets if secret in text} | numbers_in(text)
        if found:
            wrong[place] = found
    assert count > 2 * len(public)
    assert wrong == {}
