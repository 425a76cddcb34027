"""The client goes through a rights check as bank and as holder against a running site."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from qingshan.apps.base.clock import now
from qingshan.apps.base.keys import public_keys
from qingshan.apps.interface.tests.test_client import token_of
from qingshan.client import Client, Refusal
from qingshan.core.ledger.model import booking_day
from qingshan.core.proof.envelope import open_pdf

SCOPES = ("rights-checks:read", "rights-checks:write")


def test_the_client_goes_the_whole_way(open_office: Any, live_server: Any) -> None:
    ticket = open_office.issued()
    holder, lender = (open_office.cast[part].party.name for part in ("farm", "bank"))
    until = booking_day(now()) + timedelta(days=20)
    with (
        Client(live_server.url, token=token_of(open_office, *SCOPES, part="bank")) as bank,
        Client(live_server.url, token=token_of(open_office, *SCOPES)) as farm,
    ):
        first = bank.ask_rights_check(ticket.number, holder=holder)
        assert farm.decline_rights_check(first["number"], reason="先谈利率")["state"] == "declined"
        second = farm.grant_rights_check(ticket.number, bank=lender, until=until)
        sheet = bank.open_rights_check(ticket.number, holder=holder, key="sheet-0001")
        again = bank.open_rights_check(ticket.number, holder=holder, key="sheet-0001")
        assert (again, bank.rights_check(sheet["number"])) == (sheet, sheet)
        paper = bank.rights_check_paper(sheet["number"], lang="en")
        assert open_pdf(paper, public_keys()).statement["number"] == sheet["number"]
        assert [row["number"] for row in farm.rights_checks()] == [sheet["number"]]
        assert farm.withdraw_rights_check(second["number"])["state"] == "withdrawn"
        assert [row["state"] for row in bank.rights_consents()] == ["withdrawn", "declined"]
        with pytest.raises(Refusal) as refused:
            bank.rights_check_paper("HC-2000-000001-0")
        assert refused.value.status == 404
