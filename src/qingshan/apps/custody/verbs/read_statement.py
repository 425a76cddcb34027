"""The bank's statement of a day is read; nothing is booked yet."""

from __future__ import annotations

from datetime import date
from typing import Any

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.custody.models import BankLine, BankStatement
from qingshan.apps.custody.statements import last_booked, statement_faults
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="statement.read",
    label=Label("导入银行流水", "read a bank statement"),
    roles=("operator",),
)
def read_statement(
    call: Call, *, day: date, closing_fen: int, file: int | None, lines: list[dict[str, Any]]
) -> Done[BankStatement]:
    """Keep the movements for a look; the same file read again is the same statement.

    ``file`` is the kept file, or none for a day without movements; ``lines`` as
    ``statements.lines_in``.

    Raises
    ------
    Refused
        E-CU-02, E-CU-07, E-CU-08, E-CU-09, E-CU-10, E-CU-13, all at once.
    """
    facts = {"day": day.isoformat(), "closing_fen": closing_fen, "lines": len(lines)}
    same = BankStatement.objects.filter(day=day, closing_fen=closing_fen, file_id=file)
    known = same.exclude(state="discarded").order_by("pk").first()
    if known is not None:
        return Done(known, facts)
    refuse_all(statement_faults(day, closing_fen, lines, call.when))
    last = last_booked()
    made = BankStatement.objects.create(
        day=day,
        opening_fen=last.closing_fen if last else None,
        closing_fen=closing_fen,
        file_id=file,
        read=call.when,
    )
    BankLine.objects.bulk_create(
        BankLine(statement=made, **{name: row[name] for name in row if name != "day"})
        for row in lines
    )
    return Done(made, facts)
