"""One act, one transaction, one event; the same key is the same act."""

from __future__ import annotations

import pytest

from qingshan.apps.base.call import SYSTEM, Actor, Call
from qingshan.apps.base.models import Counter, Event
from qingshan.apps.base.roles import ROLES
from qingshan.apps.base.verb import verb_label, verbs
from qingshan.apps.books import store
from qingshan.apps.custody.verbs.pay_in import pay_in
from qingshan.apps.exchange.models import Listing
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.land.verbs.receive_survey import receive_survey
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.verbs.register_party import register_party
from qingshan.core.kernel.digest import digest_of
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import AccountId, AccountKind, AssetKind, Chain, post

pytestmark = pytest.mark.django_db


def enter(call: Call, name: str = "甲林场") -> Party:
    return register_party(call, kind="farm", name=name)


def test_an_act_leaves_one_event_with_all_its_facts(office):
    call = office.call("registrar", "enter-1")
    party = enter(call)
    event = Event.objects.get(key="enter-1")
    assert (event.name, event.verb, event.actor) == (
        "party.registered",
        "register_party",
        call.actor.name,
    )
    assert (event.subject, event.subject_id, event.when) == ("parties.Party", party.pk, office.now)
    assert event.facts == {"kind": "farm", "county_code": ""}
    assert event.digest == digest_of(
        {
            "name": event.name,
            "actor": event.actor,
            "key": event.key,
            "when": office.now.isoformat(),
            "subject": event.subject,
            "subject_id": event.subject_id,
            "facts": event.facts,
        }
    )


def test_without_the_role_nothing_happens(office, refuses):
    before = Party.objects.count(), Event.objects.count()
    with refuses("E-AU-01"):
        enter(office.call("buyer"))
    with refuses("E-AU-01"):
        enter(Call(Actor("nobody"), office.now, "x"))
    with refuses("E-AU-01"):
        enter(Call(SYSTEM, office.now, "x"))
    assert before == (Party.objects.count(), Event.objects.count())


def test_nobody_acts_for_a_foreign_party(office, refuses):
    survey = office.received()
    with refuses("E-AU-02"):
        receive_survey(office.call("village"), party=office.party("farm"), file=survey.file_id)


def test_the_same_key_gives_the_first_answer(office):
    call = office.call("registrar", "again")
    first = enter(call)
    later = Call(call.actor, office.now.replace(hour=15), "again")
    assert enter(later) == first
    assert Event.objects.filter(key="again").count() == 1
    assert Party.objects.filter(name="甲林场").count() == 1


def test_the_same_key_answers_even_when_the_thing_has_moved_on(office):
    call = office.call("operator", "paid-once")
    told = {"party": office.party("buyer"), "amount_fen": 100, "bank_reference": "B-1"}
    assert pay_in(call, **told) == pay_in(call, **told)


def test_the_same_key_with_other_content_is_refused(office, refuses):
    call = office.call("registrar", "twice")
    enter(call)
    with refuses("E-MC-02"):
        enter(call, "乙林场")
    assert not Party.objects.filter(name="乙林场").exists()


def test_a_key_belongs_to_its_actor_and_verb(office):
    registrar = office.call("registrar", "shared").actor
    other = Actor("user:other", registrar.roles)
    first = enter(Call(registrar, office.now, "shared"))
    assert enter(Call(other, office.now, "shared")) != first
    pay_in(
        office.call("operator", "shared"),
        party=first.pk,
        amount_fen=1,
        bank_reference="shared",
    )
    assert Event.objects.filter(key="shared").count() == 3


def test_a_refused_act_leaves_no_event_and_no_gap(office, refuses):
    def offer(call: Call) -> Listing:
        return list_units(
            call,
            asset="ticket:TEST",
            seller=office.party("farm"),
            quantity=carbon(1),
            price_fen=100,
            expires=office.now.replace(hour=20),
        )

    def supply(tonnes: int) -> None:
        source = AccountId("ticket:TEST", "registry", AccountKind.SUPPLY)
        target = AccountId("ticket:TEST", office.cast["farm"].party.owner, AccountKind.PARTY)
        chain = Chain("supply", "issue", (post(source, target, carbon(tonnes)),))
        store.post_one(chain, when=office.now)

    store.open_asset("ticket:TEST", AssetKind.CARBON)
    counted = set(Counter.objects.values_list("series", "year", "last"))
    events = Event.objects.count()
    with refuses("E-LG-22"):
        offer(office.call("farm", "refused"))
    assert set(Counter.objects.values_list("series", "year", "last")) == counted
    assert Event.objects.count() == events
    supply(1)
    # The key of a refused act is free: the same request may be sent again.
    listing = offer(office.call("farm", "refused"))
    assert listing.number.startswith("GP-2026-000001-")


def test_every_verb_carries_its_card(office):
    cards = verbs()
    assert {"register_party", "receive_survey", "list_units", "pay_in"} <= set(cards)
    assert len({card.event for card in cards.values()}) == len(cards)
    for name, card in cards.items():
        assert set(card.roles) <= set(ROLES), name
        assert verb_label(name) == card.label
        assert card.label.zh
        assert card.label.en
    assert verb_label("fly_away").en == "fly away"


def test_a_step_has_a_key_of_its_own(office):
    call = office.call("farm", "walk")
    assert call.step("first").key == "walk/first"
    assert call.step("first").actor == call.actor
