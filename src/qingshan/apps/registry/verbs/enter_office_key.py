"""Enter a department's new key: what was signed by the old one stays signed."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.registry.models import OFFICES, OfficeKey
from qingshan.apps.registry.office_keys import enter_key
from qingshan.core.kernel.label import Label


@verb(
    event="office_key.entered",
    label=Label("登记会签密钥", "enter an office key"),
    roles=("administrator",),
)
def enter_office_key(call: Call, *, office: str) -> Done[OfficeKey]:
    """Take the key that now lies in the data folder for the office's key from today on."""
    assert office in OFFICES, "two departments sign"
    done = enter_key(office, call.when.date())
    return Done(done, {"office": office, "key": done.key_id, "until": done.until.isoformat()})
