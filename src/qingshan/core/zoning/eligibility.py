"""The rules of eligibility as rows of a table, each to be answered with its article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import Shelf
from qingshan.core.zoning.verdict import Article, Rule, Verdict

TABLE = "zoning.eligibility"


@dataclass(frozen=True)
class Finding:
    """The answer to one rule: verdict and why, date of the data, conflicts and what to do."""

    verdict: Verdict
    says: Label
    data_date: date | None = None
    conflicts: tuple[int, ...] = ()
    remedy: Label | None = None


def answered(findings: dict[str, Finding], *, shelf: Shelf, as_of: date) -> tuple[Rule, ...]:
    """Every rule in force, in the order of the table; one without a finding is unknown."""
    rules = []
    for key in shelf.keys(TABLE):
        if "label_zh" not in shelf.names(TABLE, key):
            continue
        told = {
            name: shelf.text(TABLE, key=key, name=name, as_of=as_of)
            for name in ("label_zh", "label_en", "article_zh", "article_en")
        }
        row = told["article_zh"]
        article = Article(
            Label(row.value, told["article_en"].value),
            row.source.title,
            row.source.number,
            row.page,
            row.basis,
            row.confidence,
        )
        found = findings.get(key, _UNTOLD)
        rules.append(
            Rule(
                key,
                Label(told["label_zh"].value, told["label_en"].value),
                found.verdict,
                found.says,
                article,
                found.data_date,
                found.conflicts,
                found.remedy,
            )
        )
    return tuple(rules)


_UNTOLD = Finding(
    Verdict.UNKNOWN,
    Label(
        "文件不能证明，申请时须提交材料。",
        "A file cannot show it: papers are to be handed in with the application.",
    ),
)
