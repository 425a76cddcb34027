"""The pages of this room that somebody opens at will, as the workspace shows them."""

from __future__ import annotations

from qingshan.apps.base.call import Actor
from qingshan.apps.review.access import ORGANISERS
from qingshan.core.kernel.label import Label

TIES = Label("利害关系", "Declared ties")
BOUND = ("applicant", "trader", "bank", "measurer", "verifier", "expert")
"""Who has to declare ties: who verifies and reviews, and who deals."""
DOORS = (
    (Label("专家评审", "Expert review"), "reviews", ("expert", *ORGANISERS)),
    (Label("申报利害关系", "Declare a tie"), "declare_tie", BOUND),
    (TIES, "ties", ("registrar",)),
)


def doors(actor: Actor) -> list[tuple[Label, str]]:
    """Label and address name of the pages that somebody with these roles may open."""
    return [(label, name) for label, name, roles in DOORS if actor.may(*roles)]
