"""A formula as it stands in a table, on whole columns: the text shown is the text used.

Powers, logarithms and exponentials are those of ``steady``: the same bits on every machine.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from qingshan.core.biomass import refusals as codes
from qingshan.core.biomass.steady import exp, ln, power
from qingshan.core.kernel.errors import Refused

Column = npt.NDArray[np.float64]

_OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: power,
}
_FUNCTIONS: Mapping[str, Callable[[Any], Any]] = {"exp": exp, "ln": ln}
_FACTOR = re.compile(r"(\d)([A-Za-z])")
_LEFT = re.compile(r"^[A-Z]=")


@dataclass(frozen=True)
class Formula:
    """A formula with the names that it needs; ``text`` is what a table says."""

    text: str
    names: frozenset[str]
    _tree: ast.expr

    def __call__(self, **values: Column | float) -> Column:
        """The value for columns or numbers of the same names."""
        missing = self.names - set(values)
        assert not missing, f"{self.text} needs {sorted(missing)}"
        return np.asarray(_value(self._tree, values), dtype=np.float64)


@lru_cache(maxsize=256)
def parse_formula(text: str) -> Formula:
    """Read a formula such as ``V=a*D^(b1+b2*(D+2H))``; what follows a comma is a remark.

    Only numbers, names, ``+ - * / ^``, brackets, ``exp`` and ``ln`` are known.

    Raises
    ------
    Refused
        E-BM-01 when the text is no such formula.
    """
    words = _LEFT.sub("", text.partition(",")[0].strip())
    words = _FACTOR.sub(r"\1*\2", words).replace("^", "**")
    try:
        tree = ast.parse(words, mode="eval").body
        names = frozenset(_names(tree))
    except (SyntaxError, ValueError) as fault:
        raise Refused.because(codes.FORMULA_UNREADABLE, text, formula=text) from fault
    return Formula(text, names, tree)


def _names(node: ast.expr) -> set[str]:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _names(node.left) | _names(node.right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return _names(node.operand)
    if _is_call(node):
        assert isinstance(node, ast.Call)
        return _names(node.args[0])
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return set()
    if isinstance(node, ast.Name):
        return {node.id}
    raise ValueError(type(node).__name__)


def _is_call(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in _FUNCTIONS
        and len(node.args) == 1
        and not node.keywords
    )


def _value(node: ast.expr, values: Mapping[str, Column | float]) -> Any:
    if isinstance(node, ast.BinOp):
        return _OPERATORS[type(node.op)](_value(node.left, values), _value(node.right, values))
    if isinstance(node, ast.UnaryOp):
        return np.negative(_value(node.operand, values))
    if isinstance(node, ast.Call):
        assert isinstance(node.func, ast.Name)
        return _FUNCTIONS[node.func.id](_value(node.args[0], values))
    if isinstance(node, ast.Name):
        return values[node.id]
    assert isinstance(node, ast.Constant)
    return float(node.value)  # type: ignore[arg-type]
