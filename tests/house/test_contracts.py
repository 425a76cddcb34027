"""The stack of rooms holds, and every room has a place in it."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def contracts(house) -> dict[str, dict[str, Any]]:
    told = tomllib.loads((house.root / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["name"]: contract for contract in told["tool"]["importlinter"]["contracts"]}


def rooms(house, floor: str) -> set[str]:
    return {path.parent.name for path in (house.package / floor).glob("*/__init__.py")}


def named(contract: dict[str, Any]) -> set[str]:
    return {word.strip(" ()") for line in contract["layers"] for word in line.split("|")}


def test_the_contracts_are_kept(house) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=house.root,
        env={**os.environ, "PYTHONPATH": str(house.root / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


@pytest.mark.parametrize("floor", ["core", "apps"])
def test_every_room_declares_its_place(house, contracts, floor) -> None:
    stack = contracts[f"the {floor} stack"]
    assert stack["exhaustive"]
    assert rooms(house, floor) <= named(stack)


def test_every_office_has_the_inner_order(house, contracts) -> None:
    """A room with models of its own is covered by the contract on its inside."""
    covered = set(contracts["inside an app room"]["containers"])
    with_models = {
        f"qingshan.apps.{path.parent.name}" for path in (house.package / "apps").glob("*/models.py")
    }
    # Base holds what verbs themselves are made of, so its order is another one.
    assert with_models - {"qingshan.apps.base"} <= covered


def test_every_room_above_the_ledger_uses_its_door(house, contracts) -> None:
    watched = set(contracts["the ledger has one door"]["source_modules"])
    rows = named(contracts["the apps stack"])
    above = rooms(house, "apps") & rows - {"books", "parties", "base"}
    assert {f"qingshan.apps.{room}" for room in above} | {"qingshan.config"} <= watched
