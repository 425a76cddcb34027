"""What the page of a ticket shows, read in as many statements whatever became of it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.books.reads import series_of
from qingshan.apps.land.models import Compartment
from qingshan.apps.land.reads import county_label, county_names, stands_of
from qingshan.apps.pledges.reads import pledges_shown
from qingshan.apps.portal.rows import TicketRow, life_line, public_parcels
from qingshan.apps.projects.measuring import stored_run
from qingshan.apps.projects.options import options_told
from qingshan.apps.projects.parcels import LISTED, parcel_rows
from qingshan.apps.projects.reads import equal_verification
from qingshan.apps.registry.corrected import items_of
from qingshan.apps.registry.history import happenings
from qingshan.apps.registry.life_rows import rows_of
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.printing import species_in
from qingshan.apps.registry.prints import editions
from qingshan.apps.registry.reads import movements, standing_in
from qingshan.apps.registry.serials import span_text
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.explain import explain
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import number_capitals
from qingshan.core.kernel.units import CARBON_PER_TONNE

REGISTER = Label("登记簿", "Register")


def ticket_page(found: Ticket) -> dict[str, Any]:
    """Live state, where its number comes from, where it lies, every movement.

    ``found`` is a ticket as ``registry.life_rows.opened`` gives it.
    """
    rows, stands = rows_of(found), stands_of(found.monitoring.survey)
    standing = standing_in(found, rows.state, series_of([found.asset])[found.asset])
    return {
        "ticket": found,
        "row": TicketRow(
            ticket=found,
            standing=standing,
            county=county_label(found.monitoring.project.county_code, county_names()),
            holder=found.party.public_name,
            species=species_in(stands),
            corrected=items_of(rows.corrections),
        ),
        "standing": standing,
        "capitals_zh": f"{number_capitals(found.quantity // CARBON_PER_TONNE)}吨",
        "codes": [found.monitoring.project.county_code],
        "numbers": span_text(found.block),
        "life": life_line(found, rows.retirements),
        "movements": movements(found, cuts=rows.cuts),
        "happenings": happenings(found, rows),
        "editions": editions(found, rows.prints),
        "pledges": pledges_shown(found.asset),
        "signatures": found.report.signatures.all(),
        "verification": equal_verification(found.report),
        "now": now(),
        "crumbs": [Crumb(REGISTER, address("register")), Crumb(found.number)],
        **_measured(found, stands),
    }


def _measured(found: Ticket, stands: list[Compartment]) -> dict[str, Any]:
    """The run behind the number, and the sub-compartments with what each gave."""
    run = stored_run(found.report.run)
    spec = find_method(run.method).spec
    return {
        "explain_href": explain_href(found),
        "tree": explain(run, depth=3),
        "share_recalled": run.share_recalled,
        "notes": [note.text for note in run.notes],
        "spec": spec,
        "options": options_told(spec, run.options),
        "features": public_parcels(stands),
        "parcels": parcel_rows(stands, run, explain_href(found)),
        "parcels_more": max(len(run.frame) - LISTED, 0),
        "parcels_href": reverse("explained", args=[found.number, "removal"]),
    }


def explain_href(found: Ticket) -> str:
    """Where a figure of the ticket's run opens; ``{id}`` stands for the figure."""
    return reverse("explained", args=[found.number, "-node-"]).replace("-node-", "{id}")
