"""Sign the log at its present size, so that nobody can rewrite what is in it unseen."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.keys import LOG, signer
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.log import reads, refusals
from qingshan.apps.log.models import TreeHead
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.proof.log import sign_head


@verb(
    event="log.signed",
    label=Label("签发日志头", "sign the tree head"),
    roles=("system", "registrar"),
)
def sign_tree_head(call: Call) -> Done[TreeHead]:
    """Sign the root over all entries there are.

    The event of this act is an entry of the next head, so that the heads hang together as well.

    Raises
    ------
    Refused
        E-LO-05 when nothing was added since the last head.
    """
    size, last = reads.size(), reads.latest_head()
    if size == (last.size if last else 0):
        raise Refused.because(refusals.NOTHING_NEW, f"{size}", size=size)
    roots = reads.roots(size)
    head = TreeHead.objects.create(
        size=size,
        **{name: root.hex() for name, root in roots.items()},
        text=sign_head(reads.log_name(), size, roots, signer(LOG), call.when),
        when=call.when,
    )
    return Done(head, {"size": size, "sha256": head.sha256, "sm3": head.sm3})
