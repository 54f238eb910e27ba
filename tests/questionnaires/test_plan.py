"""The plan of action: what holds for every plan."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from omwagtail.questionnaires import (
    clean_record,
    completion,
    plan_progress,
    sort_measures,
    suggestions,
)
from tests.questionnaires.chance import DAYS, random_answers, random_body, random_record

seeds = st.integers(0, 10**6)
orders = st.sampled_from(["priority", "until", "who", "order"])


def random_plan(seed):
    chance = random.Random(seed)
    body = random_body(chance)
    measures = clean_record(body, random_record(chance, body))["plan"]["measures"]
    return body, random_answers(chance, body), measures


@settings(max_examples=50)
@given(seeds, orders)
def test_sorting_loses_nothing_and_sorts_once(seed, by):
    _, _, measures = random_plan(seed)
    before = [measure["id"] for measure in measures]
    ordered = sort_measures(measures, by)
    assert sorted(before) == sorted(measure["id"] for measure in ordered)
    assert sort_measures(ordered, by) == ordered
    assert [measure["id"] for measure in measures] == before
    done = [bool(measure.get("done")) for measure in ordered]
    assert done == sorted(done)


@settings(max_examples=50)
@given(seeds)
def test_one_more_measure_never_leaves_more_missing(seed):
    body, answers, measures = random_plan(seed)
    before = {rule.rule: rule.missing for rule in completion(body, answers, [])}
    after = {rule.rule: rule.missing for rule in completion(body, answers, measures)}
    assert after.keys() <= before.keys()
    assert all(after[rule] <= before[rule] for rule in after)


@settings(max_examples=50)
@given(seeds)
def test_a_suggestion_that_is_taken_over_is_not_made_again(seed):
    body, answers, _ = random_plan(seed)
    taken = []
    while offered := suggestions(body, answers, taken):
        first = offered[0]
        taken.append({"id": f"m{len(taken)}", "text": first["text"], "suggestion": first["id"]})
    assert len({measure["suggestion"] for measure in taken}) == len(taken)


@settings(max_examples=50)
@given(seeds, st.sampled_from(DAYS))
def test_what_is_overdue_is_open(seed, today):
    progress = plan_progress(random_plan(seed)[2], today)
    assert 0 <= progress["overdue"] <= progress["count"] - progress["done"]
