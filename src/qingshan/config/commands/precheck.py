"""``qingshan precheck``: may this forest apply, where does it conflict, what may it bring."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from qingshan.config.commands.starting import (
    EXIT_REFUSED,
    EXIT_USAGE,
    err,
    existing,
    prepare,
    shanghai_now,
    start,
)
from qingshan.config.commands.usage import days_of, known_language
from qingshan.config.commands.walk import FIRST_DAY, LAST_DAY

if TYPE_CHECKING:
    from qingshan.apps.land.declared import Declared
    from qingshan.apps.land.precheck import PreCheck
    from qingshan.core.doctor.card import Card

_MARKS = {"pass": "✓", "fail": "✕", "unknown": "?", "noted": "·"}
_COLOURS = {"pass": "green", "fail": "red", "unknown": "dim", "noted": "yellow"}
_METHOD = "gz_ticket_v1"


def precheck(  # noqa: PLR0913, PLR0917  one parameter an option
    file: Annotated[Path, typer.Argument(help="file of shapes, in any format that can be read")],
    first: Annotated[str, typer.Option("--from", help="first day of the period")] = FIRST_DAY,
    last: Annotated[str, typer.Option("--to", help="last day of the period")] = LAST_DAY,
    layer: Annotated[str, typer.Option(help="layer, when the file holds several")] = "",
    crs: Annotated[str, typer.Option(help="coordinate system, such as EPSG:4524")] = "",
    encoding: Annotated[str, typer.Option(help="encoding of the text, such as GB18030")] = "",
    county: Annotated[str, typer.Option(help="code or name of the county it should lie in")] = "",
    tenure: Annotated[str, typer.Option(help="number of the tenure certificate")] = "",
    households: Annotated[int, typer.Option(help="households that share", min=0)] = 0,
    species: Annotated[str, typer.Option(help="dominant species: group, name or code")] = "",
    origin: Annotated[str, typer.Option(help="natural or planted")] = "",
    age_group: Annotated[str, typer.Option(help="age group of the stands, 1 to 5")] = "",
    activity: Annotated[
        str,
        typer.Option(
            help="activity within the redline, 1 to 10, "
            "forest_management, afforestation, measuring, other"
        ),
    ] = "",
    growth: Annotated[
        Path | None, typer.Option(help="growth curves of one's own, as growth fit writes them")
    ] = None,
    shift: Annotated[str, typer.Option(help="GCJ-02 to undo that offset, none for none")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object on stdout")] = False,  # noqa: FBT002
    lang: Annotated[str, typer.Option(help="zh or en")] = "zh",
) -> None:
    """Answer the rules of eligibility for a file against the register; nothing is kept."""
    for path in filter(None, (file, growth)):
        existing(path)
    known_language(lang)
    begins, ends = days_of(first, last)
    start()
    prepare()
    from qingshan.apps.land.precheck import MAY_APPLY
    from qingshan.apps.land.precheck import precheck as asked
    from qingshan.config.commands.check import collected_counties
    from qingshan.core.doctor.examine import Answers, examine
    from qingshan.core.kernel.period import Period
    from qingshan.core.tables.shelf import open_shelf

    today = shanghai_now().date()
    declared = _declared(
        {
            "households": households, "tenure_number": tenure, "species": species,
            "origin": origin, "age_group": age_group, "activity": activity,
        },
        today,
        lang,
        growth,
    )  # fmt: skip
    card = examine(
        file,
        answers=Answers(*(each or None for each in (layer, crs, encoding, county, shift))),
        counties=collected_counties(),
        shelf=open_shelf(),
        as_of=today,
    )
    found = None
    if card.layer_read is not None:
        period = Period(begins, ends + timedelta(days=1))
        found = asked(card, period=period, method=_METHOD, as_of=today, declared=declared)
        card = found.card
    if as_json:
        told = {"card": card.to_json(), "precheck": found and found.to_json()}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        _say(card, found, lang)
    if found is None or found.verdict != MAY_APPLY:
        sys.exit(EXIT_REFUSED)


def _declared(told: dict[str, object], today: date, lang: str, growth: Path | None) -> Declared:
    """What was told beside the file; a word that nobody knows ends it, with all that are known."""
    from qingshan.apps.land.declared import declared_of
    from qingshan.core.carbon.curves import own_curves
    from qingshan.core.kernel.errors import Refused

    try:
        declared = declared_of(told, today)
        if growth is None:
            return declared
        return replace(declared, stands=replace(declared.stands, curves=own_curves(growth)))
    except Refused as refused:
        for refusal in refused.refusals:
            err.print(Text(f"✕ {refusal.code} {refusal.what(lang)}{refusal.remedy(lang)}"))
        sys.exit(EXIT_USAGE)


def _say(card: Card, found: PreCheck | None, language: str) -> None:
    console = Console(highlight=False)
    if found is None:
        for finding in card.findings:
            console.print(
                Text(f"✕ {finding.code} {finding.where(language)} {finding.says.say(language)}")
            )
        return
    console.print(Text(f"{found.id}  {found.title.say(language)}", "bold"))
    table = Table(box=None, show_header=False, pad_edge=False)
    for rule in found.rules:
        verdict = rule.verdict.value
        mark = Text(f"{_MARKS[verdict]} {rule.verdict.label.say(language)}", _COLOURS[verdict])
        table.add_row(rule.code, rule.name.say(language), mark, rule.says.say(language))
    console.print(table)
    for conflict in found.conflicts:
        console.print(Text(f"{conflict.number}. {conflict.says.say(language)}", "red"))
        if conflict.remedy:
            console.print(Text(f"   → {conflict.remedy.say(language)}", "bold"))
    for finding in card.findings:
        if finding.choices:
            console.print(Text(f"? {finding.code} {finding.says.say(language)}", "yellow"))
        for choice in finding.choices:
            option = f"--{choice.answer} {choice.value}"
            console.print(Text(f"   → {option}  {choice.label.say(language)}", "bold"))
    _say_worth(console, found, language)


def _say_worth(console: Console, found: PreCheck, language: str) -> None:
    from qingshan.core.kernel.money import yuan
    from qingshan.core.kernel.units import tonnes_text

    if found.estimate is None:
        return
    console.print(" – ".join(tonnes_text(each) for each in found.estimate.carbon) + " t")
    for said in (found.estimate.basis, *found.estimate.differences):
        console.print(Text(said.say(language), "dim"))
    for scenario in found.worth:
        money = " – ".join(yuan(each) for each in scenario.net)
        line = f"{scenario.use.say(language)} {yuan(scenario.price_fen)}: {money}"
        if scenario.per_household:
            line += "; " + " – ".join(yuan(each) for each in scenario.per_household)
        console.print(line)
