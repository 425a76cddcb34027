"""Each side of a pledge hears what the other did about its release, and of rights checks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingshan.apps.base.models import Event
from qingshan.apps.diligence.verbs.ask_rights_check import ask_rights_check
from qingshan.apps.diligence.verbs.decline_rights_check import decline_rights_check
from qingshan.apps.diligence.verbs.grant_rights_check import grant_rights_check
from qingshan.apps.diligence.verbs.open_rights_check import open_rights_check
from qingshan.apps.diligence.verbs.withdraw_rights_check import withdraw_rights_check
from qingshan.apps.letters.drawing_up import draw_up
from qingshan.apps.letters.printing import letter_pdf
from qingshan.apps.letters.telling import tell
from qingshan.apps.letters.texts import words_of
from qingshan.apps.pledges.tests.test_pledges import pledge
from qingshan.apps.pledges.verbs.cancel_pledge import cancel_pledge
from qingshan.apps.pledges.verbs.decline_release import decline_release
from qingshan.apps.pledges.verbs.propose_release import propose_release
from qingshan.apps.pledges.verbs.release_pledge import release_pledge
from qingshan.apps.pledges.verbs.withdraw_release import withdraw_release
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db


def heard(office) -> dict[str, str]:
    """Who of the two sides is told what of the event before."""
    event = Event.objects.latest("pk")
    told = {one.user.username: one for one in tell(event, office.now) if one.user}
    return {
        name: words_of(told[name].template, told[name].facts).text.zh
        for name in ("farm", "bank")
        if name in told
    }


def test_each_side_hears_what_the_other_did(office):
    found = pledge(office, office.issued(), carbon(5))
    farm, bank = (lambda: office.call("farm")), (lambda: office.call("bank"))
    asked = propose_release(farm(), pledge=found.pk)
    (said,) = heard(office).items()
    assert said[0] == "bank"
    assert "请确认或者回复不同意" in said[1]
    decline_release(bank(), release=asked.pk, reason="尚欠利息")
    (said,) = heard(office).items()
    assert said[0] == "farm"
    assert "尚欠利息" in said[1]
    asked = propose_release(bank(), pledge=found.pk)
    assert set(heard(office)) == {"farm"}
    withdraw_release(bank(), release=asked.pk)
    assert "不用再答复" in heard(office)["farm"]
    asked = propose_release(farm(), pledge=found.pk)
    release_pledge(bank(), release=asked.pk)
    assert "已解除冻结" in heard(office)["farm"]


def test_both_hear_that_the_register_ended_a_pledge_and_the_pledgor_gets_a_letter(office):
    found = pledge(office, office.issued(), carbon(5))
    paper = "（2026）黔民终 3 号"
    cancel_pledge(office.call("registrar"), pledge=found.pk, ground="judgment", document=paper)
    told = heard(office)
    assert set(told) == {"farm", "bank"}
    assert paper in told["farm"]
    assert "生效法律文书" in told["bank"]
    (letter,) = draw_up(Event.objects.latest("pk"))
    assert letter.kind == "cancellation"
    assert letter_pdf(letter).startswith(b"%PDF")


def test_holder_and_bank_hear_of_a_rights_check_what_the_other_did(office):
    ticket = office.issued()
    told = {"ticket": ticket.pk, "holder": office.party("farm"), "bank": office.party("bank")}
    asked = ask_rights_check(office.call("bank"), **told)
    assert "请答复是否同意" in heard(office)["farm"]
    decline_rights_check(office.call("farm"), consent=asked.pk, reason="暂不融资")
    assert "暂不融资" in heard(office)["bank"]
    until = office.now.date() + timedelta(days=30)
    consent = grant_rights_check(office.call("farm"), **told, until=until)
    assert until.isoformat() in heard(office)["bank"]
    open_rights_check(office.call("bank"), **told)
    assert "可以查看内容" in heard(office)["farm"]
    withdraw_rights_check(office.call("farm"), consent=consent.pk)
    assert "不能再开具" in heard(office)["bank"]
