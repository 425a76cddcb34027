"""Draw up a letter that follows from an event (出具文书)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.models import Event
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.roles import OFFICIAL_ROLES
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.letters.kinds import KINDS, Kind
from qingshan.apps.letters.matter import Matter
from qingshan.apps.letters.matters import matter_of
from qingshan.apps.letters.models import Letter
from qingshan.apps.letters.refusals import NOTHING_TO_WRITE, OFFICE_MISSING
from qingshan.apps.parties.models import Membership, Party, User
from qingshan.apps.parties.reads import parties_in_role
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(event="letter.drawn_up", label=Label("出具文书", "draw up a letter"), roles=("system",))
def draw_up_letter(call: Call, *, event: int, kind: str) -> Done[Letter]:
    """Keep number, office, addressee and content; the paper is set from them whenever it is read.

    Raises
    ------
    Refused
        E-LT-01 an event from which no such letter follows, E-LT-02 no office to write it.
    """
    found = Event.objects.get(pk=event)
    told = KINDS.get(kind)
    matter = matter_of(found) if told is not None and told.event == found.name else None
    if told is None or matter is None:
        raise Refused.because(NOTHING_TO_WRITE, f"{found.name} · {kind}")
    office = _office(found)
    today = call.when.astimezone(SHANGHAI).date()
    party, person = _addressee(told, matter)
    letter = Letter.objects.create(
        event=event,
        kind=kind,
        number=next_number(told.series, today.year),
        about=matter.ref or matter.number[:40],
        dated=today,
        office=office,
        party=party,
        person=person,
        content={
            "number": matter.number,
            "title": matter.title,
            "to": list(party.label) if party else [str(person), str(person)] if person else [],
            **matter.facts,
        },
    )
    return Done(letter, {"number": letter.number, "kind": kind, "about": letter.about})


def _office(event: Event) -> Party:
    """For whom the actor holds a post; the register where the clock or a customer acted."""
    key = event.actor.removeprefix("user:")
    if key.isdigit():
        posts = Membership.objects.filter(user_id=int(key), role__in=OFFICIAL_ROLES)
        standing = posts.filter(party__kind__in=("office", "exchange")).select_related("party")
        if (found := standing.order_by("pk").first()) is not None:
            return found.party
    offices = parties_in_role("registrar")
    if not offices:
        raise Refused.because(OFFICE_MISSING, event.name)
    return offices[0]


def _addressee(kind: Kind, matter: Matter) -> tuple[Party | None, User | None]:
    if kind.to == "person":
        keys = matter.people
        return None, User.objects.filter(pk__in=keys).first()
    return Party.objects.filter(pk__in=matter.parties.get(kind.to, [])).first(), None
