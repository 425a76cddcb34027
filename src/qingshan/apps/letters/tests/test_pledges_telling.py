"""Each side of a pledge hears what the other one did about its release."""

from __future__ import annotations

import pytest

from qingshan.apps.base.models import Event
from qingshan.apps.letters.telling import tell
from qingshan.apps.letters.texts import words_of
from qingshan.apps.pledges.tests.test_pledges import pledge
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
