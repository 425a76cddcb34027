"""The tree below one sub-compartment: from its integer down to areas, volumes and parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.node import Node, figure
from qingshan.core.carbon.parameters import GROUP_PARAMETERS
from qingshan.core.carbon.run import Run
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text

CO2_PER_C = 44.0 / 12.0
UNIT = "0.0001 tCO2e"

PARAMETER_LABELS: Mapping[str, Label] = {
    "svd": Label("基本木材密度 SVD", "basic wood density SVD"),
    "bef": Label("生物量扩展因子 BEF", "biomass expansion factor BEF"),
    "rsr": Label("根茎比 RSR", "root-to-shoot ratio RSR"),
    "cf": Label("含碳率 CF", "carbon fraction CF"),
}
_ERAS = {"t1": Label("期初", "at t1"), "t2": Label("期末", "at t2")}


def compartment_id(key: str) -> str:
    """Node id of a sub-compartment's removal."""
    return f"compartment:{key}"


def leaf_tree(run: Run, row: Mapping[str, Any]) -> Node:
    """The removal of one row of ``run.frame`` with everything below it."""
    spec = find_method(run.method).spec
    key = row["compartment"]
    base = compartment_id(key)
    gross = _gross(run, row, base)
    factor = _factor_of_deductions(run, base, float(gross.value or 0.0))
    net = float(gross.value or 0.0) * float(factor.value or 0.0)
    net_node = Node(
        f"{base}/net",
        Label("扣减后减排量（未取整）", "removal after deductions, unrounded"),
        net,
        figure(net, 6),
        "tCO2e",
        "R_s · f_s",
        children=(gross, factor),
    )
    return Node(
        base,
        Label(
            f"小班 {row['compartment']} 减排量", f"removal of sub-compartment {row['compartment']}"
        ),
        int(row["removal_unit"]),
        f"{tonnes_text(int(row['removal_unit']))} t",
        UNIT,
        spec.equation(5).text,
        children=(net_node,),
    )


def factor_node(run: Run, group: str) -> Node:
    """Carbon per growing stock of a species group (equation 1) with its four parameters."""
    found = find_method(run.method)
    values = [float(run.parameters[group][name]["value"]) for name in GROUP_PARAMETERS]
    value = found.factor(*values)
    return Node(
        f"factor:{group}",
        Label(f"{group} 单位蓄积含碳量", f"carbon per growing stock of {group}"),
        value,
        figure(value, 6),
        "tC/m3",
        found.spec.equation(1).text,
        children=tuple(parameter_node(run, group, name) for name in GROUP_PARAMETERS),
    )


def parameter_node(run: Run, group: str, name: str) -> Node:
    """One parameter as it was read: value, unit, source, page, basis, confidence, validity."""
    row = run.parameters[group][name]
    label = PARAMETER_LABELS[name]
    return Node(
        f"parameter:{group}/{name}",
        Label(f"{group} {label.zh}", f"{label.en} of {group}"),
        float(row["value"]),
        str(row["value"]),
        GROUP_PARAMETERS[name],
        source=row,
    )


def deduction_node(run: Run, name: str) -> Node:
    """One deduction rate and where it was read."""
    found = next(d for d in run.deductions if d.name == name)
    return Node(
        f"deduction:{name}",
        found.label,
        found.fraction,
        f"{found.percent.normalize():f}%",
        "1",
        source=found.source,
    )


def _gross(run: Run, row: Mapping[str, Any], base: str) -> Node:
    spec = find_method(run.method).spec
    later = _stock(run, row, base, "t2")
    earlier = _stock(run, row, base, "t1")
    baseline = _baseline(run, row, base)
    emission = Node(
        f"{base}/emission",
        Label("监测期内排放 GHG_E", "emission of the period GHG_E"),
        float(row["emission_t"]),
        figure(float(row["emission_t"]), 4),
        "tCO2e",
        source={"column": "emission_t"},
    )
    c2, c1 = row["carbon_t2_tc"], row["carbon_t1_tc"]
    value = (c2 - c1) * CO2_PER_C - float(baseline.value or 0.0) - float(row["emission_t"])
    return Node(
        f"{base}/gross",
        Label("扣减前减排量", "removal before deductions"),
        value,
        figure(value, 6),
        "tCO2e",
        spec.equation(3).text,
        children=(later, earlier, baseline, emission),
    )


def _stock(run: Run, row: Mapping[str, Any], base: str, era: str) -> Node:
    spec = find_method(run.method).spec
    label = _ERAS[era]
    volume = float(row[f"volume_{era}_m3_ha"])
    area = float(row["area_ha"])
    value = float(row[f"carbon_{era}_tc"])
    return Node(
        f"{base}/carbon_{era}",
        Label(f"{label.zh}碳储量", f"carbon stock {label.en}"),
        value,
        figure(value, 6),
        "tC",
        spec.equation(2).text,
        children=(
            Node(
                f"{base}/area",
                Label("计量面积", "area measured"),
                area,
                figure(area, 4),
                "ha",
                "min(A_s,t1, A_s,t2)",
                source={"column": "area_ha"},
            ),
            Node(
                f"{base}/volume_{era}",
                Label(f"{label.zh}每公顷蓄积", f"growing stock per hectare {label.en}"),
                volume,
                figure(volume, 3),
                "m3/ha",
                source={"column": f"volume_{era}_m3_ha"},
            ),
            _factor_at(run, row, era),
        ),
    )


def _factor_at(run: Run, row: Mapping[str, Any], era: str) -> Node:
    later = factor_node(run, row["group"])
    if era == "t2" or row["group_t1"] == row["group"]:
        return later
    earlier = factor_node(run, row["group_t1"])
    return max(earlier, later, key=lambda node: float(node.value or 0.0))


def _baseline(run: Run, row: Mapping[str, Any], base: str) -> Node:
    rate = run.options.get("baseline_removal") if run.options["baseline"] == "scenario" else None
    value = float(row["area_ha"]) * (float(str(rate or 0)) * run.years)
    return Node(
        f"{base}/baseline",
        Label("基线清除量", "baseline removal"),
        value,
        figure(value, 6),
        "tCO2",
        "b · A_s · T",
        source={"option": "baseline", "given": run.options["baseline"], "rate": rate},
    )


def _factor_of_deductions(run: Run, base: str, gross: float) -> Node:
    spec = find_method(run.method).spec
    deduction, risk = (d.fraction for d in run.deductions)
    value = float(np.where(gross >= 0.0, (1.0 - deduction) * (1.0 - risk), 1.0 + deduction))
    return Node(
        f"{base}/deductions",
        Label("扣减系数", "factor of deductions"),
        value,
        figure(value, 6),
        "1",
        spec.equation(4).text,
        children=tuple(deduction_node(run, d.name) for d in run.deductions),
    )
