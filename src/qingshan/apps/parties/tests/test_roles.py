"""Roles are asked for by one and confirmed by another, in an area, from a day until a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingshan.apps.base.call import Call
from qingshan.apps.base.roles import ADMINISTRATORS, HOLDING_ROLES, OFFICIAL_ROLES
from qingshan.apps.parties.models import Membership, RoleProposal, User
from qingshan.apps.parties.reads import actor_of, areas_of, is_within, people_in
from qingshan.apps.parties.verbs.appoint import appoint
from qingshan.apps.parties.verbs.confirm_role import confirm_role
from qingshan.apps.parties.verbs.end_role import end_role
from qingshan.apps.parties.verbs.open_account import open_account
from qingshan.apps.parties.verbs.propose_role import propose_role
from qingshan.apps.parties.verbs.reject_role import reject_role

pytestmark = pytest.mark.django_db


def person(office, name: str) -> User:
    return open_account(office.founding(), username=name, display_name="新人")


def proposed(office, user: User, role: str = "county_reviewer", **told) -> RoleProposal:
    told = {"party": office.party("county"), "reason": "到岗", **told}
    return propose_role(office.call("admin"), user=user.pk, role=role, **told)


def held(user: User) -> set[str]:
    return set(actor_of(user).roles)


def test_a_role_needs_two(office):
    user = person(office, "two")
    proposal = proposed(office, user, area="522629")
    assert held(user) == set()
    confirm_role(office.call("security"), proposal=proposal.pk)
    assert held(user) == {"county_reviewer"}
    membership = Membership.objects.get(user=user)
    assert membership.granted_by == office.cast["security"].actor.name
    assert membership.since == office.now
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("confirmed", membership.granted_by)


def test_a_proposal_is_decided_once(office, refuses):
    user = person(office, "once")
    proposal = proposed(office, user)
    reject_role(office.call("security"), proposal=proposal.pk)
    assert held(user) == set()
    with refuses("E-MC-01"):
        confirm_role(office.call("security"), proposal=proposal.pk)


def test_nobody_approves_oneself(office, refuses):
    security = office.cast["security"].actor
    me = User.objects.get(username="security")
    with refuses("E-PA-09"):
        registrar = User.objects.get(username="registrar")
        propose_role(
            office.call("registrar"),
            user=registrar.pk,
            party=office.party("registrar"),
            role="operator",
            reason="自荐",
        )
    proposal = proposed(office, person(office, "own"))
    RoleProposal.objects.filter(pk=proposal.pk).update(user=me)
    with refuses("E-PA-09"):
        confirm_role(Call(security, office.now, "own-1"), proposal=proposal.pk)
    RoleProposal.objects.filter(pk=proposal.pk).update(
        proposed_by=security.name, user=User.objects.get(username="farm")
    )
    with refuses("E-PA-09"):
        reject_role(Call(security, office.now, "own-2"), proposal=proposal.pk)


def test_the_system_grants_nothing_and_the_audit_only_looks(office, refuses):
    proposal = proposed(office, person(office, "apart"))
    for part in ("admin", "audit", "registrar", "operator"):
        with refuses("E-AU-01"):
            confirm_role(office.call(part), proposal=proposal.pk)
    for part in ("security", "audit", "farm"):
        with refuses("E-AU-01"):
            proposed_by(office, part, proposal.user)
    with refuses("E-AU-01"):
        open_account(office.call("security"), username="x", display_name="x")


def proposed_by(office, part: str, user: User) -> None:
    told = {"party": office.party("county"), "role": "county_reviewer", "reason": "到岗"}
    propose_role(office.call(part), user=user.pk, **told)


@pytest.mark.parametrize("official", sorted(OFFICIAL_ROLES))
@pytest.mark.parametrize("holding", sorted(HOLDING_ROLES))
def test_nobody_stands_on_both_sides(office, refuses, official, holding):
    user = person(office, f"{official}-{holding}")
    farm, county = office.party("farm"), office.party("county")
    appoint(office.founding(), user=user.pk, party=farm, role=holding)
    with refuses("E-PA-05"):
        appoint(office.founding(), user=user.pk, party=county, role=official)
    other = person(office, f"{holding}-{official}")
    appoint(office.founding(), user=other.pk, party=county, role=official)
    with refuses("E-PA-05"):
        proposed(office, other, holding, party=farm)


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_an_administrator_is_nothing_else(office, refuses, role):
    user = person(office, f"only-{role}")
    party = office.party("admin")
    appoint(office.founding(), user=user.pk, party=party, role=role)
    for other in ("auditor", "trader", *sorted(ADMINISTRATORS - {role})):
        with refuses("E-PA-06"):
            appoint(office.founding(), user=user.pk, party=party, role=other)
    clerk = person(office, f"clerk-{role}")
    appoint(office.founding(), user=clerk.pk, party=party, role="auditor")
    with refuses("E-PA-06"):
        appoint(office.founding(), user=clerk.pk, party=party, role=role)


@pytest.mark.parametrize("role", ["", "king", "member", "system", "visitor"])
def test_only_listed_roles_are_given(office, refuses, role):
    user = User.objects.get(username="farm").pk
    with refuses("E-PA-07"):
        appoint(office.founding(), user=user, party=office.party("farm"), role=role)


@pytest.mark.parametrize("area", ["5", "53", "522", "52262", "5226290", "52a", "31"])
def test_areas_are_of_the_province(office, refuses, area):
    user = person(office, f"area-{area}")
    with refuses("E-PA-08"):
        proposed(office, user, area=area)


def test_where_a_role_reaches(office):
    user = person(office, "reach")
    for area in ("522629", "5227"):
        confirm_role(office.call("security"), proposal=proposed(office, user, area=area).pk)
    actor = actor_of(user)
    assert areas_of(actor, "county_reviewer") == {"522629", "5227"}
    assert areas_of(actor, "registrar") == frozenset()
    assert areas_of(office.cast["forestry"].actor, "forestry_signer") == {"52"}
    assert areas_of(office.founding().actor, "registrar") == frozenset()
    assert user in people_in("county_reviewer", "522629")
    assert user in people_in("county_reviewer", "522701")
    assert user not in people_in("county_reviewer", "522601")
    areas = areas_of(actor, "county_reviewer")
    assert is_within("522701", areas)
    assert not is_within("522601", areas)
    assert not is_within("", areas)


def test_an_office_of_no_known_county_reaches_nowhere(office):
    user = person(office, "nowhere")
    appoint(office.founding(), user=user.pk, party=office.party("farm"), role="county_reviewer")
    assert areas_of(actor_of(user), "county_reviewer") == frozenset()


def test_an_ended_role_is_dated_and_stays(office, refuses):
    user = person(office, "ended")
    confirm_role(office.call("security"), proposal=proposed(office, user).pk)
    membership = Membership.objects.get(user=user)
    later = office.now + timedelta(days=30)
    call = Call(office.cast["security"].actor, later, "end")
    end_role(call, membership=membership.pk)
    assert held(user) == set()
    assert areas_of(actor_of(user), "county_reviewer") == frozenset()
    assert user not in people_in("county_reviewer", "522629")
    membership.refresh_from_db()
    assert (membership.until, membership.ended_by) == (later, call.actor.name)
    with refuses("E-PA-10"):
        end_role(office.call("security"), membership=membership.pk)
    confirm_role(office.call("security"), proposal=proposed(office, user).pk)
    assert held(user) == {"county_reviewer"}
    assert Membership.objects.filter(user=user).count() == 2


@pytest.mark.parametrize("part", ["admin", "security", "audit"])
def test_the_last_administrator_stays(office, refuses, part):
    party = office.party(part)
    user = User.objects.get(username=part)
    membership = Membership.objects.get(user=user, until=None)
    others = Membership.objects.filter(role=membership.role, until=None).exclude(user=user)
    for other in others:
        end_role(office.call("security"), membership=other.pk)
    with refuses("E-PA-11"):
        end_role(office.call("security"), membership=membership.pk)
    successor = person(office, f"after-{part}")
    appoint(office.founding(), user=successor.pk, party=party, role=membership.role)
    end_role(office.call("security"), membership=membership.pk)
