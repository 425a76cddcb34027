"""Who somebody is, for whom they act, and how a party is shown to strangers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from qingshan.apps.base import refusals
from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.rows import having, those
from qingshan.apps.parties.models import Membership, MembershipQuerySet, Party, User
from qingshan.core.kernel.errors import Refused

_SHOWN_HEAD, _SHOWN_TAIL = 4, 2


def actor_of(user: User) -> Actor:
    """The actor that a signed-in user is: all roles and parties of the standing memberships."""
    rows = list(Membership.objects.standing().filter(user=user).values_list("role", "party_id"))
    return Actor(
        name=f"user:{user.pk}",
        roles=frozenset(role for role, _ in rows),
        parties=frozenset(party for _, party in rows),
        account=user.username,
    )


def member_of(user: User) -> Actor:
    """The same person in affairs of their own, for which nobody has to be appointed."""
    found = actor_of(user)
    return replace(found, roles=frozenset({"member"}))


def user_of(name: str) -> User | None:
    """The person behind a name in the journal."""
    key = name.removeprefix("user:")
    return User.objects.filter(pk=int(key)).first() if key.isdigit() else None


def areas_of(actor: Actor, role: str) -> frozenset[str]:
    """Where an actor holds a role: codes of counties, prefectures or the province.

    A longer code lies in an area when it begins with it (``is_within``); no area means nowhere.
    """
    rows = _standing(role).filter(user_id=_key(actor))
    return frozenset(row.reach for row in rows) - {""}


def is_within(county: str, areas: frozenset[str]) -> bool:
    """Whether a county lies in one of the areas."""
    return bool(county) and any(county.startswith(area) for area in areas)


def people_in(role: str, county: str) -> list[User]:
    """Who holds a role in a county, by its six-digit code."""
    rows = _standing(role).select_related("user")
    found = {row.user for row in rows if row.reach and county.startswith(row.reach)}
    return sorted(found, key=lambda user: user.pk)


def parties_in(*roles: str) -> list[int]:
    """The keys of the parties for which somebody acts in one of these roles."""
    rows = Membership.objects.standing().filter(role__in=roles)
    return sorted(set(rows.values_list("party", flat=True)))


def _standing(role: str) -> MembershipQuerySet:
    return Membership.objects.standing().filter(role=role).select_related("party")


def _key(actor: Actor) -> int:
    key = actor.name.removeprefix("user:")
    return int(key) if key.isdigit() else 0


def party(key: int) -> Party:
    """One party."""
    return Party.objects.get(pk=key)


def parties_with(keys: Sequence[int]) -> list[Party]:
    """Parties in the order of their keys as told, read at once."""
    return those(Party, keys)


def parties_told(words: Collection[str]) -> dict[str, Party]:
    """The one party of each credit code or entered name; a code goes before a name.

    A word that fits no party or several is left out.
    """
    found = {one.credit_code: one for one in having(Party, "credit_code", set(words) - {""})}
    others = set(words) - {""} - set(found)
    by_name: dict[str, list[Party]] = {}
    for one in having(Party, "name", others) if others else ():
        by_name.setdefault(one.name, []).append(one)
    return found | {name: same[0] for name, same in by_name.items() if len(same) == 1}


def parties_named(owners: list[str]) -> dict[str, Party]:
    """Ledger owners such as ``party:12`` with their parties."""
    keys = [int(owner.removeprefix("party:")) for owner in owners if owner.startswith("party:")]
    return {found.owner: found for found in sorted(having(Party, "id", keys), key=lambda p: p.pk)}


def parties_in_role(role: str) -> list[Party]:
    """Parties for which somebody holds a role."""
    keys = Membership.objects.standing().filter(role=role).values("party")
    return list(Party.objects.filter(pk__in=keys).order_by("pk"))


def party_with(*, credit_code: str = "", paper_sealed: str = "") -> Party | None:
    """The party that is known by a code or by the sealed number of a paper."""
    if credit_code:
        return Party.objects.filter(credit_code=credit_code).first()
    if paper_sealed:
        return Party.objects.filter(paper_sealed=paper_sealed).first()
    return None


def must_act_for(call: Call, key: int) -> None:
    """Refuse (E-AU-02) an actor who does not act for the party."""
    if not call.actor.acts_for(key):
        raise Refused.because(
            refusals.PARTY_FOREIGN, call.actor.shown, party=Party.objects.get(pk=key).label
        )


def masked_code(code: str) -> str:
    """An identity or credit code with its middle hidden: ``9152●●●●●●●●●●●●3X``."""
    if len(code) <= _SHOWN_HEAD + _SHOWN_TAIL:
        return "●" * len(code)
    hidden = len(code) - _SHOWN_HEAD - _SHOWN_TAIL
    return code[:_SHOWN_HEAD] + "●" * hidden + code[-_SHOWN_TAIL:]


def shown_code(party: Party) -> str:
    """A credit code as papers print it; the identity number of a person is masked."""
    return masked_code(party.credit_code) if party.kind == "person" else party.credit_code
