"""The command line: exit code 0 ok, 1 refused by a rule, 2 usage, 3 environment."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console

from qingshan import __version__
from qingshan.config.commands.check import check
from qingshan.config.commands.docs import docs
from qingshan.config.commands.dump import dump
from qingshan.config.commands.example import example
from qingshan.config.commands.fieldwork import fieldwork
from qingshan.config.commands.found import found
from qingshan.config.commands.growth import growth
from qingshan.config.commands.growth_project import project
from qingshan.config.commands.layer import layer
from qingshan.config.commands.ledger import ledger
from qingshan.config.commands.lists import template
from qingshan.config.commands.log import log
from qingshan.config.commands.measure import measure
from qingshan.config.commands.measure_doubt import doubt
from qingshan.config.commands.measure_package import package, recompute
from qingshan.config.commands.measure_plots import plots
from qingshan.config.commands.measure_report import report
from qingshan.config.commands.precheck import precheck
from qingshan.config.commands.serve import demo, serve, worker
from qingshan.config.commands.starting import prepare, start
from qingshan.config.commands.stream import stream
from qingshan.config.commands.town import town, townsfolk
from qingshan.config.commands.verify import verify
from qingshan.config.commands.walk import walk

app = typer.Typer(
    help="青山 · 生态产品登记与交易平台 (Qingshan)",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (demo, check, precheck, walk, example, verify, serve, stream, docs, template, dump):
    app.command()(command)
app.command()(fieldwork)
app.command()(found)
app.command()(town)
app.command(hidden=True)(townsfolk)
app.command(hidden=True)(worker)
for verb in (plots, package, recompute, report, doubt):
    measure.command()(verb)
growth.command()(project)
for name, group in (
    ("growth", growth),
    ("layer", layer),
    ("ledger", ledger),
    ("log", log),
    ("measure", measure),
):
    app.add_typer(group, name=name)


@app.command()
def migrate() -> None:
    """Bring the database to the latest state."""
    start()
    prepare()


@app.command()
def version() -> None:
    """Print the version."""
    Console().print(__version__)


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, hidden=True
)
def django(context: typer.Context) -> None:
    """Django's own commands, for development."""
    start()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["qingshan", *context.args])


def main(arguments: Annotated[list[str] | None, "for tests"] = None) -> None:
    """Run the command line."""
    app(args=arguments if arguments is not None else sys.argv[1:], prog_name="qingshan")


if __name__ == "__main__":
    main()
