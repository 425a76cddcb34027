"""What a demonstration told by an older version lacks is added to it; what stands is left alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from qingshan.apps.base.call import Call
from qingshan.apps.base.models import Event
from qingshan.apps.land.models import Survey, ZoneLayer
from qingshan.apps.parties.models import User
from qingshan.apps.walks.cast import FOUNDER, PARTS, SECOND_REGISTRAR, enter, player
from qingshan.apps.walks.land_story import PLANS, tell_certificate, tell_layer
from qingshan.apps.walks.made_up_holidays import enter_made_up
from qingshan.apps.walks.places import PLACES, Place, tenure_number
from qingshan.apps.walks.province import APPLIED, STORY


def complete_story(now: datetime, *, tell: Callable[[str], None]) -> int:
    """Enter missing holidays, accounts, layers and certificates by the real verbs; how many.

    A layer of the same name and version is taken for the one of the story, whoever entered it.

    Raises
    ------
    Refused
        What the verbs refuse; then nothing is changed.
    """
    with transaction.atomic():
        return sum((_holidays(now, tell), _accounts(tell), _layers(tell), _certificates(tell)))


def _holidays(now: datetime, tell: Callable[[str], None]) -> int:
    """A demonstration that was begun in one year goes on in the next."""
    added = 0
    for year in enter_made_up(FOUNDER, now, STORY):
        tell(year)
        added += 1
    return added


def _accounts(tell: Callable[[str], None]) -> int:
    known = set(User.objects.values_list("username", flat=True))
    missing = [part for part in (*PARTS, SECOND_REGISTRAR) if part.username not in known]
    for part in missing:
        is_colleague = part is SECOND_REGISTRAR
        enter(part, APPLIED, party=player("registrar").party if is_colleague else None)
        tell(f"{part.username}  {part.name}")
    return len(missing)


def _layers(tell: Callable[[str], None]) -> int:
    standing = set(ZoneLayer.objects.values_list("kind", "name", "version"))
    missing = [plan for plan in PLANS if (plan.kind, plan.name, plan.version) not in standing]
    for plan in missing:
        tell(str(tell_layer(plan, Call(FOUNDER, APPLIED, f"{STORY}/layers"))))
    return len(missing)


def _certificates(tell: Callable[[str], None]) -> int:
    missing = [place for place in PLACES if _told(place, "certificate") is None]
    added = 0
    for place in missing:
        received = _told(place, "receive")
        if received is None:
            continue  # this place is not part of the story that was told
        holder = player(place.username)
        found = tell_certificate(
            Call(holder.actor, APPLIED, _key(place, "certificate")),
            survey=Survey.objects.get(pk=received.subject_id),
            number=tenure_number(place),
            county=place.county,
            kind=place.kind,
        )
        tell(f"{found}")
        added += 1
    return added


def _told(place: Place, step: str) -> Event | None:
    return Event.objects.filter(key=_key(place, step)).order_by("pk").first()


def _key(place: Place, step: str) -> str:
    return f"{STORY}/{place.county}/{step}"
