"""A consent is given, taken back and used at the same moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from qingshan.apps.diligence.models import RightsCheck, RightsConsent
from qingshan.apps.diligence.verbs.ask_rights_check import ask_rights_check
from qingshan.apps.diligence.verbs.decline_rights_check import decline_rights_check
from qingshan.apps.diligence.verbs.grant_rights_check import grant_rights_check
from qingshan.apps.diligence.verbs.open_rights_check import open_rights_check
from qingshan.apps.diligence.verbs.withdraw_rights_check import withdraw_rights_check

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_comes_second_finds_what_the_first_did(open_office, elsewhere, until_waiting, refuses):
    office, ticket = open_office, open_office.issued()
    told = {"ticket": ticket.pk, "holder": office.party("farm"), "bank": office.party("bank")}
    until = office.now.date() + timedelta(days=30)
    # Two of one bank ask at once: one request stands.
    with transaction.atomic():
        asked = ask_rights_check(office.call("bank"), **told)
        late = elsewhere(ask_rights_check, office.call("bank"), **told)
        until_waiting()
    with refuses("E-DL-05"):
        late.result()
    assert RightsConsent.objects.count() == 1
    # One of the holder declines while another grants.
    with transaction.atomic():
        grant_rights_check(office.call("farm"), **told, until=until)
        late = elsewhere(decline_rights_check, office.call("farm"), consent=asked.pk, reason="否")
        until_waiting()
    with refuses("E-MC-01"):
        late.result()
    # The holder takes it back while the bank has the sheet made.
    with transaction.atomic():
        withdraw_rights_check(office.call("farm"), consent=asked.pk)
        late = elsewhere(open_rights_check, office.call("bank"), **told)
        until_waiting()
    with refuses("E-DL-01"):
        late.result()
    assert not RightsCheck.objects.exists()
