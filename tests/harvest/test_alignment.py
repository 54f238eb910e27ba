"""The shortest way from one sequence to another."""

from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from omwagtail.harvest.alignment import WORK_PER_TEXT, Allowance, align

words = st.lists(st.sampled_from("abcd"), max_size=30)


@given(words, words)
def test_runs_lead_from_one_to_the_other(old, new):
    runs = align(old, new, Allowance())
    assert [sign for run in runs for sign in old[run.begin : run.end]] == old
    assert [sign for run in runs for sign in new[run.new_begin : run.new_end]] == new
    for run in runs:
        assert not run.same or old[run.begin : run.end] == new[run.new_begin : run.new_end]


@given(words, words)
def test_no_way_known_elsewhere_is_shorter(old, new):
    kept = sum(run.end - run.begin for run in align(old, new, Allowance()) if run.same)
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    assert kept >= sum(block.size for block in blocks)


class Counting(int):
    """A number that counts how often it was compared."""

    compared = 0

    def __eq__(self, other):
        Counting.compared += 1
        return int(self) == int(other)

    __hash__ = int.__hash__


def test_the_work_is_bounded_whatever_is_compared():
    old, new = ([Counting(n * n % seed) for n in range(100_000)] for seed in (7, 11))
    assert align(old, new, Allowance()) is None
    assert Counting.compared < 3 * WORK_PER_TEXT


def test_what_would_cost_too_much_is_refused():
    assert align([1, 2, 3] * 1000, [4, 5, 6] * 1000, Allowance()) is None
    assert align("abc", "axc", Allowance(0)) is None


def test_what_is_equal_at_both_ends_costs_nothing():
    old = list(range(100_000))
    new = [*old[:50_000], "new", *old[50_000:]]
    assert [run[1:] for run in align(old, new, Allowance(0)) if not run.same] == [
        (50_000, 50_000, 50_000, 50_001)
    ]
