"""The form of a method's options is what the method states, and measures as a run would."""

from __future__ import annotations

import pytest
from django.utils import translation

from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.apps.projects.options import (
    PREFIX,
    OptionsForm,
    choice_label,
    method_choices,
    options_told,
)
from qingshan.apps.projects.verbs.choose_method import choose_method
from qingshan.apps.projects.verbs.measure_period import measure_period
from qingshan.apps.projects.verbs.register_project import register_project
from qingshan.apps.walks.passing import accept, apply, charge
from qingshan.core.carbon.catalogue import methods
from qingshan.core.carbon.options import settle

METHODS = [found.spec.id for found in methods()]


def sent(**told: str) -> dict[str, str]:
    return {PREFIX + name: value for name, value in told.items()}


@pytest.mark.parametrize("name", METHODS)
def test_every_option_of_every_method_has_its_field(name) -> None:
    form = OptionsForm(method=name)
    assert [field.removeprefix(PREFIX) for field in form.fields] == [
        option.name for option in form.spec.options
    ]
    assert len(form.choices) + len(form.overrides) == len(form.fields)
    for option in form.spec.options:
        bound = form[PREFIX + option.name]
        for language in ("zh-hans", "en"):
            with translation.override(language):
                assert str(bound.label).casefold() == option.label.say(language[:2]).casefold()
    assert name in dict(method_choices())


@pytest.mark.parametrize("name", METHODS)
def test_what_the_form_shows_at_first_is_what_the_method_does_unasked(name) -> None:
    shown = OptionsForm(method=name)
    data = {
        bound.html_name: bound.value()
        for bound, _ in [*shown.choices, *shown.overrides]
        if bound.value() not in (None, False)
    }
    form = OptionsForm(data, method=name)
    assert form.is_valid(), form.errors
    assert settle(form.spec, form.options) == settle(form.spec, {})


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"baseline": "scenario"}, "baseline_removal"),
        ({"baseline": "stock_t1", "relative_error": "101"}, "relative_error"),
        ({"baseline": "stock_t1", "risk": "viel"}, "risk"),
        ({"baseline": "elsewhere"}, "baseline"),
        ({"baseline": "stock_t1", "override_by": "陈测"}, "override_reason"),
    ],
)
def test_what_a_run_would_refuse_is_said_at_its_field(told, field) -> None:
    form = OptionsForm(sent(bamboo_by="culms", **told), method="gz_ticket_v1")
    assert not form.is_valid()
    assert list(form.errors) == [PREFIX + field]


def test_options_are_told_in_words_and_only_while_in_force() -> None:
    spec = OptionsForm(method="gz_ticket_v1").spec
    names = [label.zh for label, _, _ in options_told(spec, settle(spec, {"relative_error": "8"}))]
    assert "相对误差（90% 可靠性）" in names
    assert "基线清除量" not in names
    few = options_told(spec, settle(spec, {"relative_error": "8"}), unusual_only=True)
    assert [value for _, value, _ in few] == ["8"]
    told = options_told(spec, settle(spec, {"baseline": "scenario", "baseline_removal": "1.5"}))
    assert ("1.5", "tCO2/ha/yr") in [(value, unit) for _, value, unit in told]


@pytest.mark.parametrize("name", METHODS)
def test_choices_are_told_in_words(name) -> None:
    """Names of editions and reports are words themselves; all others have some."""
    for option in OptionsForm(method=name).spec.options:
        for choice in option.choices:
            said = choice_label(choice)
            assert choice in said.zh
            if not choice.startswith(("AR", "ipcc_")):
                assert said.zh.endswith(f"（{choice}）")
                assert said.en.endswith(f" ({choice})")


@pytest.mark.django_db
def test_options_of_an_application_are_measured_unless_others_are_told(office, refuses) -> None:
    survey = office.accepted()
    told = {"name": "带选项", "method": office.method, "start": office.first, "end": office.end}
    with refuses("E-CA-02"):
        register_project(
            office.call("farm"), survey=survey.pk, **told, options={"baseline": "scenario"}
        )
    claim = register_project(
        office.call("farm"), survey=survey.pk, **told, options={"relative_error": "15"}
    )
    accept(office.way(), apply(office.way(), claim, office.now), office.now)
    charge(office.way(), claim, office.now)
    first = _measured(office, claim)
    assert first.record["options"]["relative_error"] == "15"
    second = _measured(office, claim, options={})
    assert second.record["options"]["relative_error"] is None
    assert second.removal > first.removal


@pytest.mark.django_db
def test_another_method_credits_other_pools_and_is_measured_anew(office, refuses) -> None:
    claim = office.charged()
    _measured(office, claim)
    call = office.call("measurer")
    chosen = choose_method(call, monitoring=claim.pk, method="ar_cm_001_v1", options={})
    assert (chosen.method, chosen.state) == ("ar_cm_001_v1", "registered")
    assert chosen.land_claim.method == "ar_cm_001_v1"
    run = _measured(office, claim)
    assert run.record["method"] == "ar_cm_001_v1"
    with refuses("E-AU-02"):
        choose_method(office.call("village"), monitoring=claim.pk, method=office.method, options={})
    with refuses("E-CA-02"):
        choose_method(
            office.call("farm"), monitoring=claim.pk, method=office.method, options={"x": "1"}
        )
    with refuses("E-CA-01"):
        choose_method(office.call("farm"), monitoring=claim.pk, method="nothing_v9", options={})
    claim.refresh_from_db()
    assert (claim.method, claim.state) == ("ar_cm_001_v1", "measured")


def _measured(office, claim: MonitoringPeriod, **more):
    return measure_period(
        office.call("measurer"),
        monitoring=claim.pk,
        measurer=office.party("measurer"),
        as_of=office.as_of,
        **more,
    )
