"""An organiser in two windows: a share that comes while the pool closes is in it or refused."""

from __future__ import annotations

import pytest
from django.db import transaction

from qingshan.apps.retirements.models import Beneficiary
from qingshan.apps.retirements.naming import named
from qingshan.apps.retirements.reads import is_exact
from qingshan.apps.retirements.tests.conftest import CODE
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_share_that_comes_too_late_is_refused(open_desk, elsewhere, until_waiting, refuses):
    pool = open_desk.pool()
    open_desk.add(pool, ("张三", 700))
    with transaction.atomic():
        done = open_desk.close(pool)
        late = elsewhere(open_desk.add, pool, ("李四", 5))
        until_waiting()
    with refuses("E-MC-01"):
        late.result()
    assert is_exact(done)
    # A body that two retire for at once for the first time stands on the list once.
    whom = named("body", "示例会展有限公司", CODE)
    tried = [elsewhere(open_desk.retire, whom=whom) for _ in range(4)]
    assert {one.result().quantity for one in tried} == {carbon(1)}
    assert Beneficiary.objects.filter(credit_code=CODE).count() == 1
