"""Two registrations of one plot at one moment: exactly one is entered."""

from __future__ import annotations

import pytest
from django.db import transaction

from qingshan.apps.base.models import Event
from qingshan.apps.projects.models import MonitoringPeriod, Project
from qingshan.apps.projects.verbs.register_project import register_project
from qingshan.core.kernel.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def register(office, survey: int, name: str) -> MonitoringPeriod:
    return register_project(
        office.call("farm", name), survey=survey, name=name, method=office.method,
        start=office.first, end=office.end,
    )  # fmt: skip


def test_the_second_sees_the_first_once_it_is_committed(
    open_office, elsewhere, until_waiting, refuses
):
    surveys = [open_office.accepted(open_office.file(plot=1)).pk for _ in range(2)]
    with transaction.atomic():
        register(open_office, surveys[0], "甲")
        second = elsewhere(register, open_office, surveys[1], "乙")
        until_waiting()
    with refuses("E-EL-11"):
        second.result()
    assert list(Project.objects.values_list("name", flat=True)) == ["甲"]
    assert not Event.objects.filter(key="乙").exists()


def test_of_a_crowd_one_wins(open_office, elsewhere):
    surveys = [open_office.accepted(open_office.file(plot=1)).pk for _ in range(3)]
    tried = [elsewhere(register, open_office, key, f"项目{key}") for key in surveys]
    faults = [answer.exception() for answer in tried]
    assert [type(fault) for fault in faults].count(type(None)) == 1
    lost = [fault for fault in faults if fault is not None]
    assert all(isinstance(fault, Refused) for fault in lost)
    assert {fault.refusals[0].code for fault in lost} == {"E-EL-11"}
    assert MonitoringPeriod.objects.count() == 1


def test_when_the_first_gives_up_the_second_is_entered(open_office, elsewhere, until_waiting):
    surveys = [open_office.accepted(open_office.file(plot=1)).pk for _ in range(2)]
    with transaction.atomic():
        register(open_office, surveys[0], "甲")
        second = elsewhere(register, open_office, surveys[1], "乙")
        until_waiting()
        transaction.set_rollback(True)
    assert second.result().project.name == "乙"
    assert MonitoringPeriod.objects.count() == 1
