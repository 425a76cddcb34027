"""Every table either has its rows noted in the journal or says here why it has not."""

from __future__ import annotations

import pytest
from django.apps import apps

from qingshan.apps.base.lasting import Lasting
from qingshan.apps.log.noting import OWN_PROOF, is_only_added, noted_tables
from qingshan.config.made import load_rooms

load_rooms()
HOUSE = [model for model in apps.get_models() if model.__module__.startswith("qingshan.")]
UNNOTED = {
    "the log and the digest of their chain prove them": OWN_PROOF,
    "counters, cursors and locks: they follow from other rows": (
        *("base.Counter", "registry.NumberSpace", "letters.JournalReader", "exchange.Instrument"),
        *("portal.VisitCount", "exchange.UseTotals", "agreement.Agreement", "projects.DoubtStudy"),
    ),
    "not yet handed in: a draft changes while it is written": (
        *("applications.Draft", "applications.Attachment", "retirements.PoolShare"),
        *("casework.FieldCheck", "casework.OwnershipOpinion", "portal.SharedReport"),
    ),
    "read from a file that is kept under its digest, to which runs and layers hold them": (
        *("land.County", "land.Survey", "land.Compartment", "land.TenureCertificate"),
        *("land.ZoneLayer", "land.Zone", "custody.BankStatement"),
    ),
    "accounts, sign-in and delivery: they say who may come in, not what is held": (
        *("parties.User", "parties.Enrolment", "parties.RoleProposal", "parties.UserSession"),
        *("parties.SecondFactor", "parties.RecoveryCode", "parties.ExternalIdentity"),
        *("interface.Token", "letters.Notification", "letters.Delivery", "letters.DeliveryWish"),
        *("webhooks.Webhook", "webhooks.WebhookCall"),
    ),
}


def test_every_table_is_noted_or_says_why_not() -> None:
    noted = {table.label for table in noted_tables()}
    without = {label for labels in UNNOTED.values() for label in labels}
    every = {model._meta.label for model in HOUSE}
    assert not noted & without
    assert every - noted == without
    assert without < every


@pytest.mark.parametrize("model", HOUSE, ids=lambda model: model._meta.label)
def test_columns_that_change_are_columns(model) -> None:
    lasting: Lasting | None = getattr(model, "lasting", None)
    if lasting is None:
        return
    names = {field.name for field in model._meta.local_concrete_fields}
    changing = (*lasting.acts, *lasting.elsewhere)
    assert set(changing) <= names
    assert len(changing) == len(set(changing))
    assert not is_only_added(model), "nothing of such a table changes"
