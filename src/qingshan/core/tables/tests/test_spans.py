"""Overlap of spans, against a day-by-day count."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from qingshan.core.tables.spans import Span, clashes

START = date(2020, 1, 1)
HORIZON = 40


@st.composite
def spans(draw):
    found = []
    for line in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, HORIZON - 1))
        length = draw(st.none() | st.integers(1, HORIZON))
        first = START + timedelta(days=start)
        end = None if length is None else first + timedelta(days=length)
        found.append(Span(first, end, line))
    return found


def days_of(span):
    last = 3 * HORIZON if span.end is None else (span.end - START).days
    return set(range((span.start - START).days, last))


def overlap(first, second):
    return bool(days_of(first) & days_of(second))


@given(spans())
def test_a_clash_is_found_exactly_when_two_spans_share_a_day(given_spans):
    shared = any(overlap(a, b) for i, a in enumerate(given_spans) for b in given_spans[i + 1 :])
    assert bool(clashes(given_spans)) == shared


@given(spans())
def test_what_is_named_really_overlaps(given_spans):
    by_line = {span.line: span for span in given_spans}
    for clash in clashes(given_spans):
        assert overlap(by_line[clash.line], by_line[clash.other])
        assert clash.same == (by_line[clash.line].start == by_line[clash.other].start)


@given(spans())
def test_without_the_named_rows_nothing_clashes(given_spans):
    named = {clash.line for clash in clashes(given_spans)}
    assert clashes([span for span in given_spans if span.line not in named]) == []


@given(spans(), st.randoms())
def test_the_order_of_the_rows_does_not_matter(given_spans, random):
    shuffled = list(given_spans)
    random.shuffle(shuffled)
    assert clashes(shuffled) == clashes(given_spans)
