"""Choose in which language and by which channels one is told (设置通知方式)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.letters.models import DeliveryWish
from qingshan.core.kernel.label import Label


@verb(
    event="delivery_wish.chosen",
    label=Label("设置通知方式", "choose how to be told"),
    roles=("member",),
)
def choose_channels(
    call: Call, *, user: int, language: str, mail: bool, sms: bool
) -> Done[DeliveryWish]:
    """What is told in the site stays; other channels are as the person wants from now on."""
    wish, _ = DeliveryWish.objects.update_or_create(
        user_id=user, defaults={"language": language, "mail": mail, "sms": sms}
    )
    return Done(wish, {"language": language, "mail": mail, "sms": sms})
