"""Results beside one another: what holds for any two."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from omwagtail.questionnaires import compare, differences, side_by_side
from tests.questionnaires.chance import random_answers, random_body

seeds = st.integers(0, 10**6)
BACK = {"better": "worse", "worse": "better", "new": "gone", "gone": "new"}


def two_results(seed):
    chance = random.Random(seed)
    before, now = random_body(chance), random_body(chance)
    return before, random_answers(chance, before), now, random_answers(chance, now)


def states(parts):
    return {part["id"]: part["state"] for part in parts}


@settings(max_examples=50)
@given(seeds)
def test_comparing_the_other_way_round_turns_every_state(seed):
    before, answers, now, later = two_results(seed)
    forth = compare(before, answers, now, later)
    back = compare(now, later, before, answers)
    for parts in ("sections", "checkpoints"):
        turned = {id: BACK.get(state, state) for id, state in states(forth[parts]).items()}
        assert turned == states(back[parts])


@settings(max_examples=50)
@given(seeds)
def test_a_result_beside_itself_has_not_moved(seed):
    body, answers, _, _ = two_results(seed)
    result = compare(body, answers, body, answers)
    assert set(states(result["checkpoints"]).values()) <= {"same", "open"}
    assert all(section["alike"] for section in result["sections"])
    assert sum(result["counts"].values()) == len(result["checkpoints"])
    both = differences(body, [answers, answers])
    assert {part["spread"] for part in both["checkpoints"]} <= {0, None}


@settings(max_examples=50)
@given(seeds, st.randoms(use_true_random=False))
def test_it_does_not_matter_who_of_several_people_comes_first(seed, random):
    body, answers, _, _ = two_results(seed)
    people = [answers, *(random_answers(random, body) for _ in range(3))]
    spreads = [point["spread"] for point in differences(body, people)["checkpoints"]]
    random.shuffle(people)
    assert spreads == [point["spread"] for point in differences(body, people)["checkpoints"]]
    assert spreads == sorted(spreads, key=lambda spread: -1 if spread is None else spread)[::-1]


@settings(max_examples=50)
@given(seeds)
def test_both_sides_see_where_they_meet(seed):
    mine, answers, other, others = two_results(seed)
    forth = {row["id"]: row for row in side_by_side(mine, answers, other, others)}
    back = {row["id"]: row for row in side_by_side(other, others, mine, answers)}
    assert forth.keys() == back.keys()
    for id, row in forth.items():
        assert row["meets"] == back[id]["meets"]
        assert row["needs"] == back[id]["needs"][::-1]
        assert row["titles"] == back[id]["titles"][::-1]
