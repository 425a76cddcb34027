"""Lay out the sample plots of a period from a seed, so that anybody can lay them out again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.projects.access import refuse_stranger
from qingshan.apps.projects.assigned import must_be_charged
from qingshan.apps.projects.fieldwork import designed
from qingshan.apps.projects.models import MonitoringPeriod, SamplingDesign
from qingshan.apps.projects.verbs.add_annex import OPEN
from qingshan.core.kernel.label import Label
from qingshan.core.sampling.design import Wish
from qingshan.core.sampling.placement import Pattern
from qingshan.core.sampling.size import Share

DESIGN = Label("抽样设计", "design the sampling")


@verb(event="sampling.designed", label=DESIGN, roles=("measurer",))
def design_sampling(  # noqa: PLR0913  the fields of the form
    call: Call,
    *,
    monitoring: int,
    seed: int,
    plot_area_m2: int,
    as_of: date,
    error_percent: Decimal | None = None,
    cv_percent: Decimal | None = None,
    pattern: Pattern = "systematic",
    share: Share = "neyman",
) -> Done[SamplingDesign]:
    """Keep one design; a later one stands beside it and counts from then on.

    Raises
    ------
    Refused
        E-AU-02 for a stranger, E-PJ-15 while no body is charged and experts will review, E-MC-01
        once reported, E-SA-11 to 13 where no design is possible.
    """
    claim = locked(MonitoringPeriod, monitoring)
    refuse_stranger(call, claim)
    must_be_in(claim, OPEN, DESIGN)
    must_be_charged(claim, "measuring", call.when.date())
    wish = Wish(seed, plot_area_m2, error_percent, cv_percent, pattern, share)
    made = designed(claim, wish, as_of)
    places = made.places.to_dicts()
    kept = SamplingDesign.objects.create(
        monitoring=claim,
        seed=seed,
        count=made.count,
        told=wish.as_dict()
        | {
            "as_of": as_of.isoformat(),
            "needed": made.size.plots,
            "t": made.size.t,
            "compartments": made.stratum_of,
        },
        strata=[
            row | {"places": [place for place in places if place["stratum"] == row["stratum"]]}
            for row in made.strata.to_dicts()
        ],
        digest=made.digest,
        designed=call.when,
    )
    return Done(kept, {"seed": seed, "count": made.count, "digest": made.digest})
