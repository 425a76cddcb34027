"""Jobs are rows of the same database: they vanish with a rollback, and the worker runs them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from qingshan.apps.books.jobs import seal_days
from qingshan.apps.exchange.jobs import expire_listings


@pytest.mark.django_db
def test_every_timer_is_known_to_the_worker() -> None:
    known = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert {seal_days.name, expire_listings.name} <= known


@pytest.mark.django_db(transaction=True)
def test_a_job_deferred_in_a_rolled_back_act_does_not_exist() -> None:
    with transaction.atomic():
        seal_days.defer(timestamp=0)
        assert ProcrastinateJob.objects.count() == 1
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_what_was_deferred() -> None:
    with transaction.atomic():
        seal_days.defer(timestamp=0)
        expire_listings.defer(timestamp=0)
    worker = app.with_connector(app.connector.get_worker_connector())
    # A thread of its own: a browser of an earlier test leaves a running loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(
            worker.run_worker, wait=False, install_signal_handlers=False, listen_notify=False
        ).result()
    # A timer of another room may fire while the worker runs.
    done = set(ProcrastinateJob.objects.values_list("task_name", "status"))
    assert {(seal_days.name, "succeeded"), (expire_listings.name, "succeeded")} <= done
    assert {status for _, status in done} == {"succeeded"}
