"""Random definitions with answers to them, valid as far as scoring is concerned."""

from hypothesis import strategies as st

from omwagtail.questionnaires import NOT_APPLICABLE

needs = st.integers(0, 12) | st.integers(0, 2**53 - 1)
weights = st.none() | st.integers(0, 5) | st.integers(0, 2**53 - 1)
limits = st.none() | st.integers(-5, 105)


@st.composite
def bodies(draw):
    counts = draw(st.lists(st.integers(0, 4), min_size=1, max_size=4))
    levels = draw(st.lists(needs, min_size=2, max_size=5))
    body = {
        "scale": {"levels": [{"key": f"level-{i}", "need": need} for i, need in enumerate(levels)]},
        "sections": [
            {
                "id": f"s{place}",
                "checkpoints": [
                    {"id": f"s{place}c{i}", "weight": draw(weights)} for i in range(count)
                ],
            }
            for place, count in enumerate(counts)
        ],
        "bands": draw(st.lists(bands, max_size=4)),
    }
    if draw(st.booleans()):
        body["scale"]["not_applicable"] = {"label": "Trifft nicht zu"}
    return body


bands = st.fixed_dictionaries(
    {"scope": st.sampled_from(["section", "whole", "other"]), "from": limits, "to": limits}
)


def checkpoint_ids(body):
    return [point["id"] for section in body["sections"] for point in section["checkpoints"]]


def level_keys(body):
    return [level["key"] for level in body["scale"]["levels"]]


@st.composite
def bodies_with_answers(draw):
    body = draw(bodies())
    options = st.sampled_from([*level_keys(body), NOT_APPLICABLE, "unknown"])
    answers = {id: draw(options) for id in checkpoint_ids(body) if draw(st.booleans())}
    return body, answers
