"""Money in fen: reading, showing, and the capitals (大写) of contracts and statements."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

FEN_PER_YUAN = 100
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_LARGEST_FEN = 10**16 * FEN_PER_YUAN


def fen(yuan: str | int | Decimal) -> int:
    """Yuan as an integer of fen; more than two decimals are refused rather than rounded.

    >>> fen("88.00")
    8800
    """
    try:
        value = Decimal(yuan) * FEN_PER_YUAN
    except InvalidOperation:
        raise ValueError(f"not an amount of money: {yuan!r}") from None
    if value != value.to_integral_value():
        raise ValueError(f"an amount of money has at most two decimals: {yuan}")
    return int(value)


def yuan(amount_fen: int) -> str:
    """Fen as yuan with thousands separators and two decimals: ``217,184.00``."""
    sign = "-" if amount_fen < 0 else ""
    whole, rest = divmod(abs(amount_fen), FEN_PER_YUAN)
    return f"{sign}{whole:,}.{rest:02d}"


def plain_yuan(amount_fen: int) -> str:
    """The same as programs and sheets read it, without marks between thousands: ``217184.00``."""
    return yuan(amount_fen).replace(",", "")


def amount_fen(quantity_unit: int, price_fen: int, unit_per_tonne: int) -> int:
    """Price times quantity, rounded half up once to the fen.

    ``quantity_unit`` in the asset's smallest unit, ``price_fen`` per tonne.
    """
    exact = Decimal(quantity_unit) * price_fen / unit_per_tonne
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def capitals(amount_fen: int) -> str:
    """Yuan in capitals as written on contracts: 21718400 → 贰拾壹万柒仟壹佰捌拾肆元整.

    Source: 《支付结算办法》附件一《正确填写票据和结算凭证的基本规定》 (1997), items 1 to 3.
    """
    if amount_fen < 0:
        return "负" + capitals(-amount_fen)
    if amount_fen >= _LARGEST_FEN:
        raise ValueError("the amount is larger than capitals are defined for")
    whole, rest = divmod(amount_fen, FEN_PER_YUAN)
    jiao, last = divmod(rest, 10)
    text = number_capitals(whole) + "元" if whole or not rest else ""
    if not rest:
        return text + "整"
    if jiao:
        text += _DIGITS[jiao] + "角"
    elif whole:
        text += "零"
    return text + (_DIGITS[last] + "分" if last else "整")


def number_capitals(value: int) -> str:
    """A whole number in capitals: 12723 → 壹万贰仟柒佰贰拾叁."""
    if value == 0:
        return "零"
    text = ""
    pending_zero = False
    for index in reversed(range(len(_GROUPS))):
        group = value // 10 ** (4 * index) % 10_000
        if group == 0:
            pending_zero = pending_zero or bool(text)
            continue
        if text and (pending_zero or group < 1000):
            text += "零"
        text += _group_capitals(group) + _GROUPS[index]
        pending_zero = False
    return text


def _group_capitals(group: int) -> str:
    text = ""
    zero = False
    for power in reversed(range(4)):
        digit = group // 10**power % 10
        if digit == 0:
            zero = bool(text)
            continue
        text += ("零" if zero else "") + _DIGITS[digit] + _UNITS[power]
        zero = False
    return text
