"""What is said of a shortage (E-LG-22) beside the amounts, as units, money and water differ."""

from __future__ import annotations

from collections.abc import Mapping

from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import AssetKind

_SHORT: Mapping[AssetKind, Mapping[str, Label]] = {
    AssetKind.CARBON: {
        "held": Label("已冻结、挂牌或质押的数量", "held, listed or pledged"),
        "measure": Label("数量", "quantity"),
        "instead": Label("先解除占用", "set free what is held first"),
    },
    AssetKind.MONEY: {
        "held": Label(
            "已为申购、竞价或出金冻结的金额", "set aside for orders, auctions or payments out"
        ),
        "measure": Label("金额", "amount"),
        "instead": Label(
            "先入金，或撤回已占用资金的申报、出金申请",
            "pay in first, or take back an order or a payment that holds money",
        ),
    },
    AssetKind.WATER: {
        "held": Label("已冻结的水量", "held"),
        "measure": Label("水量", "volume"),
        "instead": Label("先解除占用", "set free what is held first"),
    },
}


def words_of_short(kind: AssetKind) -> Mapping[str, Label]:
    """What E-LG-22 says of a kind of asset beside the amounts: what is not free, what helps."""
    return _SHORT[kind]
