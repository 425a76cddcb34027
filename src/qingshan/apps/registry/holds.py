"""What holds units of an account, in words: each hold by its name, and how it comes to an end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from qingshan.apps.books import reads as books
from qingshan.apps.registry.refusals import UNITS_HELD
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.book import Hold
from qingshan.core.ledger.codes import code_label
from qingshan.core.ledger.model import AccountId, AssetKind


class _Kind(NamedTuple):
    """What a hold is called, and what its holder does to have the units back."""

    name: Label
    way_out: Label


_KINDS: Mapping[str, _Kind] = {
    "listing": _Kind(Label("挂牌", "listing"), Label("撤牌", "cancel the listing")),
    "quotation": _Kind(
        Label("报价", "offer to an inquiry"), Label("撤回报价", "withdraw the offer")
    ),
    "block": _Kind(
        Label("大宗协议", "block deal"), Label("撤回大宗协议", "withdraw the block deal")
    ),
    "auction": _Kind(
        Label("竞价", "auction"), Label("等待竞价结束", "await the end of the auction")
    ),
    "delivery": _Kind(
        Label("待交割的成交", "deal to be delivered"), Label("等待交割", "await delivery")
    ),
    "pledge": _Kind(Label("质押", "pledge"), Label("解除质押", "release the pledge")),
    "court": _Kind(
        Label("司法冻结", "court hold"), Label("由法院解除冻结", "have the court end its hold")
    ),
}
"""By what the key of a hold begins with."""

_OTHER = Label("解除冻结", "end the hold")


def held_by(account: AccountId, held: int) -> Refusal:
    """The refusal that names what holds units of an account, and how much each holds."""
    holds = books.open_holds(asset=account.asset, owner=account.owner)
    return Refusal(UNITS_HELD, account.asset.removeprefix("ticket:"), held_facts(holds, held))


def held_facts(holds: Iterable[Hold], held: int) -> dict[str, Any]:
    """What E-RG-12 tells: how much is held, by what, and how each hold is ended."""
    holds = list(holds)
    ways = list(dict.fromkeys(_way_out(hold) for hold in holds)) or [_OTHER]
    return {
        "held": AssetKind.CARBON.say(held),
        "what": holds_told(holds),
        "ways": Label("、".join(way.zh for way in ways), ", ".join(way.en for way in ways)),
    }


def holds_told(holds: Iterable[Hold]) -> Label:
    """What holds units, each by its kind and number, with how much."""
    told = [(_name(hold), _number(hold.key), AssetKind.CARBON.say(hold.left)) for hold in holds]
    return Label(
        "；".join(f"{name.zh} {number}（{much.zh}）" for name, number, much in told),
        "; ".join(f"{name.en} {number} ({much.en})" for name, number, much in told),
    )


def _name(hold: Hold) -> Label:
    kind = _KINDS.get(hold.key.partition(":")[0])
    return kind.name if kind else code_label(hold.code)


def _way_out(hold: Hold) -> Label:
    kind = _KINDS.get(hold.key.partition(":")[0])
    return kind.way_out if kind else _OTHER


def _number(key: str) -> str:
    """The number in the key of a hold: neither its kind nor which piece of it this is."""
    _, _, rest = key.partition(":")
    return rest.partition(":")[0] or key
