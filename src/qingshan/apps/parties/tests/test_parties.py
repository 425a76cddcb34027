"""Who is entered, who acts for whom, and what strangers see of it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from qingshan.apps.base.call import Call
from qingshan.apps.base.models import Event
from qingshan.apps.base.roles import ROLES, UNGIVEN
from qingshan.apps.parties.kinds import PARTY_KINDS
from qingshan.apps.parties.models import Membership, Party, User
from qingshan.apps.parties.passwords import choose_password, has_password
from qingshan.apps.parties.reads import (
    actor_of,
    masked_code,
    must_act_for,
    parties_in_role,
    parties_named,
)
from qingshan.apps.parties.verbs.appoint import appoint
from qingshan.apps.parties.verbs.open_account import open_account
from qingshan.apps.parties.verbs.register_party import register_party
from qingshan.apps.walks.cast import FOUNDER, PARTS, player, stage
from qingshan.apps.walks.market_story import BUYERS
from qingshan.core.sheets.identity import credit_code_fault

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("91520000MA6DJ0003X", "9152●●●●●●●●●●●●3X"),
        ("520102199001011234", "5201●●●●●●●●●●●●34"),
        ("1234567", "1234●67"),
        ("123456", "●●●●●●"),
        ("12", "●●"),
        ("", ""),
    ],
)
def test_a_code_shows_head_and_tail_only(code, shown):
    assert masked_code(code) == shown
    assert len(masked_code(code)) == len(code)


@pytest.mark.parametrize(
    ("kind", "name", "shown"),
    [
        ("person", "韦青山", "韦某某"),
        ("person", "王五", "王某"),
        ("person", "王", "王某"),
        ("farm", "青杠岭国有林场", "青杠岭国有林场"),
    ],
)
def test_a_person_is_shown_by_the_surname(kind, name, shown):
    assert Party(kind=kind, name=name).public_name == shown


def test_an_actor_has_the_roles_and_parties_of_all_memberships(office):
    user = open_account(office_admin(office), username="two-hats", display_name="龙双")
    for role, part in (("applicant", "farm"), ("trader", "buyer"), ("applicant", "village")):
        appoint(office.founding(), user=user.pk, party=office.party(part), role=role)
    actor = actor_of(user)
    assert actor.name == f"user:{user.pk}"
    assert actor.roles == {"applicant", "trader"}
    assert actor.parties == {office.party(part) for part in ("farm", "buyer", "village")}
    assert actor_of(User(pk=0)).roles == frozenset()


def office_admin(office):
    return Call(FOUNDER, office.now, office.call("farm").key)


def test_nobody_acts_for_others(office, refuses):
    must_act_for(office.call("farm"), office.party("farm"))
    with refuses("E-AU-02"):
        must_act_for(office.call("farm"), office.party("village"))


def test_a_sign_in_waits_for_its_password(office):
    user = open_account(office_admin(office), username="new", display_name="新")
    assert not has_password(user)
    choose_password(user, "correct horse")
    assert has_password(user)
    assert user.check_password("correct horse")
    facts = Event.objects.filter(subject="parties.User", subject_id=user.pk).values_list("facts")
    assert "horse" not in str(list(facts))


def test_accounts_are_opened_by_an_administrator_only(office, refuses):
    with refuses("E-AU-01"):
        open_account(office.call("registrar"), username="x", display_name="x")
    with refuses("E-AU-01"):
        appoint(office.call("farm"), user=1, party=1, role="registrar")
    with refuses("E-AU-01"):
        appoint(office.call("registrar"), user=1, party=1, role="trader")


def test_the_cast_has_one_account_for_each_part(office):
    assert {part.username for part in PARTS} == set(office.cast)
    covered = {role for part in PARTS for role in part.roles}
    assert covered == set(ROLES) - UNGIVEN
    events = Event.objects.count()
    assert stage(office.now) == office.cast
    assert Event.objects.count() == events
    assert player("bank") == office.cast["bank"]


@pytest.mark.parametrize(
    "code", ["91520000DEM0000038", "12520000DEMO00001A", "91520000DEM000003", "x"]
)
def test_a_credit_code_keeps_its_standard(office, refuses, code):
    with refuses("E-PA-03"):
        register_party(office.call("registrar"), kind="enterprise", name="甲", credit_code=code)


def test_what_is_made_up_has_valid_codes_that_say_so():
    """DEM stands where real codes have the body's own number; the check sign is right."""
    for part in (*PARTS, *BUYERS):
        if part.credit_code:
            assert credit_code_fault(part.credit_code) is None
            assert part.credit_code[8:11] == "DEM"


def test_parties_are_found_by_ledger_name_and_role(office):
    farm, bank = office.cast["farm"].party, office.cast["bank"].party
    assert parties_named([farm.owner, "registry", bank.owner]) == {
        farm.owner: farm,
        bank.owner: bank,
    }
    assert parties_in_role("bank") == [bank]


def test_a_code_and_a_role_are_entered_once(office, refuses):
    farm = office.cast["farm"]
    with refuses("E-PA-01"):
        register_party(
            office_admin(office), kind="farm", name="另一林场", credit_code=farm.party.credit_code
        )
    for _ in range(2):
        register_party(Call(FOUNDER, office.now, f"no-code-{_}"), kind="farm", name="无代码林场")
    with refuses("E-PA-02"):
        appoint(
            office.founding(),
            user=player_user(office, "farm"),
            party=farm.party.pk,
            role="applicant",
        )


@pytest.mark.parametrize(
    "write",
    [
        lambda office: Party.objects.create(kind="ghost", name="x"),
        lambda office: Party.objects.create(
            kind="farm", name="x", credit_code=office.cast["farm"].party.credit_code
        ),
        lambda office: Membership.objects.create(
            user_id=player_user(office, "farm"), party=office.cast["farm"].party, role="applicant"
        ),
        lambda office: Membership.objects.create(
            user_id=player_user(office, "farm"), party=office.cast["farm"].party, role="king"
        ),
    ],
    ids=["kind unknown", "credit code twice", "membership twice", "role unknown"],
)
def test_the_database_itself_refuses(office, write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write(office)


def player_user(office, part: str) -> int:
    return int(office.cast[part].actor.name.removeprefix("user:"))


def test_a_party_has_both_names():
    assert Party(name="林场", name_en="Forest Farm").label.en == "Forest Farm"
    assert Party(name="林场").label.en == "林场"
    assert all(label.zh and label.en for label in PARTY_KINDS.values())


def test_a_party_without_a_code_is_entered_twice(office):
    for _ in range(2):
        register_party(office.call("registrar"), kind="person", name="杨某")
    assert Party.objects.filter(name="杨某").count() == 2
