"""Print a face anew after its loss was declared (遗失补发)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.registry.life import basis_wrong, valid_ticket
from qingshan.apps.registry.models import FacePrint
from qingshan.apps.registry.prints import print_again
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label


@verb(event="face.reissued", label=Label("补发票面", "reissue a lost face"), roles=("registrar",))
def reissue_face(call: Call, *, ticket: int, document: str) -> Done[FacePrint]:
    """Make the next print on a paper that asks for it; whoever finds the old one is told so.

    Raises
    ------
    Refused
        E-RG-11 without a paper, E-RG-13 when the ticket is not valid.
    """
    found = valid_ticket(ticket, "reissue_face")
    refuse_all(basis_wrong(found, document))
    done = print_again(found, "reissued", call, document=document)
    return Done(done, {"number": found.number, "edition": done.serial, "face": done.face.digest})
