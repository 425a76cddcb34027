"""Rights checks by program: asked, consented to, made and read by bank and holder, nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from qingshan.apps.base.clock import now
from qingshan.apps.base.keys import public_keys
from qingshan.apps.base.models import Event
from qingshan.apps.diligence.models import RightsCheck, RightsConsent
from qingshan.apps.interface.tests.test_acting import ask, codes, made
from qingshan.apps.registry.models import Ticket
from qingshan.apps.webhooks.topics import TOPICS
from qingshan.core.ledger.model import booking_day
from qingshan.core.proof.envelope import open_pdf

pytestmark = pytest.mark.django_db
CONSENTS, CHECKS = "own/rights-consents", "own/rights-checks"
SCOPES = ("rights-checks:read", "rights-checks:write")


@pytest.fixture(scope="module")
def ticket(office: Any) -> Ticket:
    found: Ticket = office.issued()
    return found


@pytest.fixture
def bank(office: Any) -> str:
    return made(office, *SCOPES, part="bank")


@pytest.fixture
def farm(office: Any) -> str:
    return made(office, *SCOPES)


def name_of(office: Any, part: str) -> str:
    name: str = office.cast[part].party.name
    return name


def granting(office: Any, ticket: Ticket, days: int = 20) -> dict[str, str]:
    until = booking_day(now()) + timedelta(days=days)
    return {"ticket": ticket.number, "bank": name_of(office, "bank"), "until": str(until)}


def test_a_bank_asks_a_holder_consents_and_the_sheet_is_read(office, ticket, bank, farm):
    of = {"ticket": ticket.number, "holder": name_of(office, "farm")}
    assert codes(ask(CHECKS, bank, "sheet-000", **of)) == ["E-DL-01"]
    asked = ask(f"{CONSENTS}/ask", bank, "asked-001", **of)
    assert asked.status_code == 201, asked.content
    assert ask(f"{CONSENTS}/ask", bank, "asked-001", **of).json() == asked.json(), "the same key"
    assert codes(ask(f"{CONSENTS}/ask", bank, "asked-002", **of)) == ["E-DL-05"]
    number = asked.json()["number"]
    [waiting] = ask(CONSENTS, farm).json()["items"]
    assert (waiting["number"], waiting["state"], waiting["until"]) == (number, "asked", None)
    late = ask(CONSENTS, farm, "given-000", **granting(office, ticket, days=4000))
    assert codes(late) == ["E-DL-02"]
    given = ask(CONSENTS, farm, "given-001", **granting(office, ticket))
    assert (given.status_code, given.json()["number"]) == (201, number)
    assert codes(ask(CONSENTS, farm, "given-002", **granting(office, ticket))) == ["E-DL-04"]
    sheet = ask(CHECKS, bank, "sheet-001", **of)
    assert sheet.status_code == 201, sheet.content
    assert ask(CHECKS, bank, "sheet-001", **of).json() == sheet.json()
    assert RightsCheck.objects.count() == 1
    told = sheet.json()
    assert (told["consent"], told["pledge"], told["tonnes"]) == (
        number,
        None,
        f"{ticket.quantity / 10_000:.4f}",
    )
    lines = [line for part in told["sections"] for line in part["lines"]]
    assert all(set(line["source"]) == {"zh", "en"} and line["as_of"] for line in lines)
    assert any(line["says"] is None for line in lines), "what nobody knows"
    for token in (bank, farm):
        assert [row["number"] for row in ask(CHECKS, token).json()["items"]] == [told["number"]]
        assert ask(f"{CHECKS}/{told['number']}", token).json() == told
    for lang, kept in (("zh", "paper_zh"), ("en", "paper_en")):
        paper = ask(f"{CHECKS}/{told['number']}/paper?lang={lang}", bank)
        assert paper["Content-Type"] == "application/pdf"
        assert open_pdf(paper.content, public_keys()).statement["number"] == told["number"], kept


def test_strangers_and_narrow_tokens_see_nothing(office, ticket, bank, farm):
    given = ask(CONSENTS, farm, "given-003", **granting(office, ticket)).json()
    of = {"ticket": ticket.number, "holder": name_of(office, "farm")}
    sheet = ask(CHECKS, bank, "sheet-002", **of).json()
    stranger = made(office, *SCOPES, part="village")
    assert ask(CONSENTS, stranger).json()["items"] == []
    assert ask(CHECKS, stranger).json()["items"] == []
    for path in (f"{CHECKS}/{sheet['number']}", f"{CHECKS}/{sheet['number']}/paper"):
        assert ask(path, stranger).status_code == 404
    for act, told in (("decline", {"reason": "不同意"}), ("withdraw", {})):
        path = f"{CONSENTS}/{given['number']}/{act}"
        assert ask(path, stranger, f"{act}-000", **told).status_code == 404
    reader = made(office, "rights-checks:read", part="bank")
    assert codes(ask(CHECKS, reader, "sheet-003", **of)) == ["E-IF-02"]
    assert ask(CHECKS).status_code == 401
    assert ask(f"{CHECKS}/{sheet['number']}/paper?lang=fr", bank).status_code == 422
    # A holder has no sheet made, a bank consents for nobody.
    assert codes(ask(CHECKS, farm, "sheet-004", **of)) == ["E-AU-01"]
    mine = {**granting(office, ticket), "bank": name_of(office, "farm")}
    assert codes(ask(CONSENTS, bank, "given-004", **mine)) == ["E-AU-01"]
    lost = ask(f"{CONSENTS}/ask", bank, "asked-003", **of | {"holder": "无此单位"})
    assert codes(lost) == ["E-IF-21"]


def test_a_request_is_declined_and_a_consent_taken_back(office, ticket, bank, farm):
    of = {"ticket": ticket.number, "holder": name_of(office, "farm")}
    asked = ask(f"{CONSENTS}/ask", bank, "asked-004", **of).json()["number"]
    unsaid = ask(f"{CONSENTS}/{asked}/decline", farm, "declined-0", reason=" ")
    assert codes(unsaid) == ["E-DL-06"]
    said = ask(f"{CONSENTS}/{asked}/decline", farm, "declined-1", reason="已向他行申请贷款")
    assert (said.json()["state"], said.json()["reason"]) == ("declined", "已向他行申请贷款")
    given = ask(CONSENTS, farm, "given-005", **granting(office, ticket)).json()["number"]
    path = f"{CONSENTS}/{given}/withdraw"
    assert codes(ask(path, bank, "withdrawn0")) == ["E-AU-02"], "the holder's to take back"
    assert ask(path, farm, "withdrawn1").json()["state"] == "withdrawn"
    assert codes(ask(CHECKS, bank, "sheet-005", **of)) == ["E-DL-01"]


def test_webhooks_tell_numbers_to_holder_and_bank_alone(office, ticket, bank, farm):
    ask(CONSENTS, farm, "given-006", **granting(office, ticket))
    of = {"ticket": ticket.number, "holder": name_of(office, "farm")}
    sheet = ask(CHECKS, bank, "sheet-006", **of).json()
    topic = TOPICS["rights_checks"]
    consent, check = RightsConsent.objects.get(), RightsCheck.objects.get()
    names = set(Event.objects.filter(name__startswith="rights_check").values_list("name"))
    assert {name for (name,) in names} == {"rights_check.granted", "rights_check.opened"}
    assert topic.told(consent) | {"rights_check": sheet["number"]} == topic.told(check)
    assert set(topic.told(check)) == {"consent", "ticket", "until", "state", "rights_check"}
    assert topic.parties is not None
    both = {office.party("farm"), office.party("bank")}
    assert topic.parties(consent) == topic.parties(check) == both
