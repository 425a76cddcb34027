"""The town is founded: its people come in, three forests get their tickets, purses are empty."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, transaction

from qingshan.apps.base.call import Call
from qingshan.apps.registry.models import Ticket
from qingshan.apps.walks.cast import Part, enter, player, stage
from qingshan.apps.walks.market_story import BUYERS
from qingshan.apps.walks.passing import enter_pool
from qingshan.apps.walks.places import PLACES
from qingshan.apps.walks.province import APPLIED, issued
from qingshan.apps.walks.refusals import NOT_A_DEMONSTRATION
from qingshan.apps.walks.town_acts import Town
from qingshan.core.kernel.errors import Refused
from qingshan.core.sheets.identity import with_check_character

FORESTS = PLACES[:3]
TRADERS = (
    *BUYERS,
    *(
        Part(
            f"trader{number}",
            f"商{number}",
            ("trader",),
            "enterprise",
            f"示例商社{number}",
            f"Sample Trader {number}",
            with_check_character(f"91520000DEM1{number:05d}"),
        )
        for number in range(1, 5)
    ),
)
CITIZENS = tuple(
    Part(f"citizen{number}", name, ("trader",), "person", name, name_en)
    for number, name, name_en in ((1, "白杨", "Bai Yang"), (2, "江枫", "Jiang Feng"))
)
OFFICES = ("registrar", "operator", "court", "bank")


def is_founded() -> bool:
    """Whether a town stands in this database already; an empty one has no tables."""
    return Ticket._meta.db_table in connection.introspection.table_names() and _stands()


def _stands() -> bool:
    return Ticket.objects.count() >= len(FORESTS)


def found_town() -> Town:
    """The town as it begins, entered by the verbs of life; a town that stands is only read.

    Raises
    ------
    Refused
        E-WK-01 outside a demonstration.
    """
    if not settings.DEMO:
        raise Refused.because(NOT_A_DEMONSTRATION)
    if not _stands():
        with transaction.atomic():
            cast = stage(APPLIED, signs_in=False)
            enter_pool(cast, lambda step: Call(cast["registrar"].actor, APPLIED, f"town/{step}"))
            for place in FORESTS:
                issued(place, cast)
            for part in (*TRADERS, *CITIZENS):
                enter(part, APPLIED, signs_in=False)
    holders = [place.username for place in FORESTS]
    traders = ["buyer", *(part.username for part in TRADERS)]
    citizens = [part.username for part in CITIZENS]
    names = (*OFFICES, "village", *holders, *traders, *citizens)
    return Town(
        cast={name: player(name) for name in names},
        holders=holders,
        traders=traders,
        citizens=citizens,
        tickets=list(Ticket.objects.order_by("pk")),
    )
