import copy
import hashlib

import pytest

from omwagtail.questionnaires import NOT_APPLICABLE, find_problems, fingerprint
from omwagtail.questionnaires.problems import MESSAGES


@pytest.fixture
def body():
    """A definition without any problem."""
    return {
        "code": "A-1",
        "minutes": 20,
        "scale": {
            "levels": [
                {"key": "good", "label": "Passt", "need": 0, "role": "good"},
                {"key": "bad", "label": "Dringend", "need": 2, "role": "urgent"},
            ],
            "not_applicable": {"label": "Trifft nicht zu"},
        },
        "sections": [
            {
                "id": "s1",
                "title": "Führung",
                "checkpoints": [
                    {
                        "id": "c1",
                        "statement": "Ziele sind allen bekannt.",
                        "suggested_measures": [{"id": "m1", "text": "Ziele aushängen"}],
                    },
                    {"id": "c2", "statement": "Lob wird ausgesprochen.", "weight": 2},
                ],
            },
            {
                "id": "s2",
                "title": "Prozesse",
                "checkpoints": [
                    {
                        "id": "c3",
                        "statement": "Abläufe sind beschrieben.",
                        "suggested_measures": [{"id": "m2", "text": "Abläufe aufschreiben"}],
                    }
                ],
            },
        ],
        "bands": [
            {"scope": "section", "from": 0, "to": 49, "title": "Gut"},
            {"scope": "section", "from": 50, "to": 100, "title": "Handeln"},
            {"scope": "whole", "from": 0, "to": 100, "text": "Danke."},
        ],
        "completion": [
            {"rule": "all-sections"},
            {"rule": "sections", "count": 2},
            {"rule": "measures", "count": 10},
        ],
    }


class TestFingerprint:
    def test_it_is_the_sha_256_of_the_canonical_text(self):
        body = {
            "minutes": 5,
            "sections": [{"title": "Fu\u0308hrung", "id": "s", "intro": ""}],
            "scale": {"levels": [{"need": 0, "key": "gut"}], "not_applicable": {}},
            "plan": [],
        }
        text = (
            '{"scale":{"levels":[{"key":"gut","need":0}],"not_applicable":{}},'
            '"sections":[{"id":"s","title":"Führung"}]}'
        )
        assert fingerprint(body) == hashlib.sha256(text.encode()).hexdigest()

    @pytest.mark.parametrize(
        "change",
        [
            lambda body: body["scale"]["levels"][0].update(need=1),
            lambda body: body["scale"].pop("not_applicable"),
            lambda body: body["sections"][0]["checkpoints"][0].update(statement="Anders."),
            lambda body: body["sections"][0]["checkpoints"][1].update(weight=0),
            lambda body: body["sections"].reverse(),
            lambda body: body["bands"][0].update(to=48),
            lambda body: body["completion"].pop(),
            lambda body: body.update(plan=["who", "until"]),
        ],
        ids=["need", "scale", "statement", "weight", "order", "bands", "completion", "plan"],
    )
    def test_it_changes_with_the_definition(self, body, change):
        before = fingerprint(body)
        change(body)
        assert fingerprint(body) != before

    @pytest.mark.parametrize(
        "change",
        [
            lambda body: body.update(minutes=45, code="A-2", audience=["enterprise"]),
            lambda body: body.update(edition={"number": 2, "fingerprint": "0" * 64}),
            lambda body: body.update(plan=[]),
            lambda body: body["sections"][0].update(intro="", help=None),
            lambda body: body["sections"][0]["checkpoints"][0].update(weight=1),
            lambda body: body["sections"][0].update(title="Fu\u0308hrung"),
            lambda body: body.update(bands=body.pop("bands")),
        ],
        ids=["other members", "edition", "empty", "blanks", "weight 1", "decomposed", "order"],
    )
    def test_it_is_the_same_for_what_means_the_same(self, body, change):
        before = fingerprint(body)
        change(body)
        assert fingerprint(body) == before


def problems_after(body, change):
    changed = copy.deepcopy(body)
    change(changed)
    return [(problem.code, problem.path) for problem in find_problems(changed)]


def test_a_good_definition_has_no_problem(body):
    assert find_problems(body) == []


def test_an_empty_draft_has_no_scale_and_no_topic():
    assert [problem.code for problem in find_problems({})] == ["no-scale-level", "no-section"]


def test_a_check_without_result_texts_and_rules_has_no_problem(body):
    del body["bands"], body["completion"]
    assert find_problems(body) == []


def levels(body):
    return body["scale"]["levels"]


def checkpoints(body):
    return body["sections"][0]["checkpoints"]


FIRST_CHECKPOINT = "sections/0/checkpoints/0"
SECOND_CHECKPOINT = "sections/0/checkpoints/1"


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        (lambda b: levels(b).pop(0), "too-few-levels", "scale"),
        (lambda b: levels(b)[0].update(key=""), "level-without-key", "scale/levels/0"),
        (lambda b: levels(b).append(levels(b)[1]), "duplicate-level-key", "scale/levels/2"),
        (
            lambda b: levels(b)[0].update(key=NOT_APPLICABLE),
            "reserved-level-key",
            "scale/levels/0",
        ),
        (lambda b: levels(b)[1].update(need=0), "no-need", "scale"),
        (lambda b: b["sections"][1].update(id=None), "section-without-id", "sections/1"),
        (lambda b: b["sections"][1].update(id="s1"), "duplicate-section-id", "sections/1"),
        (lambda b: b["sections"][1].update(checkpoints=[]), "empty-section", "sections/1"),
        (
            lambda b: [point.update(weight=0) for point in checkpoints(b)],
            "section-without-weight",
            "sections/0",
        ),
        (lambda b: checkpoints(b)[0].update(id=""), "checkpoint-without-id", FIRST_CHECKPOINT),
        (lambda b: checkpoints(b)[1].update(id="c1"), "duplicate-checkpoint-id", SECOND_CHECKPOINT),
        (
            lambda b: b["sections"][1]["checkpoints"][0].update(id="c1"),
            "duplicate-checkpoint-id",
            "sections/1/checkpoints/0",
        ),
        (lambda b: checkpoints(b)[0].update(statement="  "), "empty-statement", FIRST_CHECKPOINT),
        (
            lambda b: checkpoints(b)[1].update(statement=" ziele sind  ALLEN bekannt. "),
            "duplicate-statement",
            SECOND_CHECKPOINT,
        ),
        (lambda b: checkpoints(b)[1].update(weight=-1), "negative-weight", SECOND_CHECKPOINT),
        (
            lambda b: b["sections"][1]["checkpoints"][0]["suggested_measures"][0].update(id="m1"),
            "duplicate-measure-id",
            "sections/1/checkpoints/0/suggested_measures/0",
        ),
        (lambda b: b["bands"][2].update(scope="all"), "band-scope", "bands/2"),
        (lambda b: b["bands"][2].update(text=""), "band-without-text", "bands/2"),
        (lambda b: b["bands"][2].update(to=101), "band-limits", "bands/2"),
        (lambda b: b["bands"][1].update({"from": 52}), "section-band-gap", "bands"),
        (lambda b: b["bands"][0].update({"from": 1}), "section-band-gap", "bands"),
        (lambda b: b["bands"][2].update(to=99), "whole-band-gap", "bands"),
        (lambda b: b["bands"][0].update(to=50), "section-band-overlap", "bands"),
        (lambda b: b["bands"].append(b["bands"][2]), "whole-band-overlap", "bands"),
        (lambda b: b["completion"][0].update(rule="most"), "unknown-rule", "completion/0"),
        (lambda b: b["completion"][2].pop("count"), "rule-without-count", "completion/2"),
        (lambda b: b["completion"][1].update(count=0), "rule-without-count", "completion/1"),
        (lambda b: b["completion"][1].update(count=3), "unreachable-count", "completion/1"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_mistake_is_one_problem_at_its_place(body, change, code, path):
    assert problems_after(body, change) == [(code, path)]


def test_a_gap_says_from_where_to_where(body):
    body["bands"][1]["from"] = 60
    (problem,) = find_problems(body)
    assert problem.message == "There is no result text for topics from 50 to 59 percent."


def test_an_overlap_says_from_where_to_where(body):
    body["bands"][0]["to"] = 60
    (problem,) = find_problems(body)
    assert problem.message == "Two result texts for topics apply from 50 to 60 percent."


def test_a_band_without_limits_is_named_and_covers_nothing(body):
    del body["bands"][0]["from"]
    assert [problem.message for problem in find_problems(body)] == [
        "The result text from ? to 49 percent has impossible limits.",
        "There is no result text for topics from 0 to 49 percent.",
    ]


def test_bands_may_stand_in_any_order(body):
    body["bands"].reverse()
    assert find_problems(body) == []


def test_a_section_is_named_by_its_title_or_its_place(body):
    body["sections"][0]["checkpoints"] = []
    body["sections"].append({"id": "", "title": ""})
    messages = [problem.message for problem in find_problems(body)]
    assert "The topic “Führung” has no checkpoint." in messages
    assert "The topic “3” has no checkpoint." in messages


def test_blanks_everywhere_are_problems_and_no_error():
    blank = {
        "scale": {"levels": [{}, {"key": None, "need": None}], "not_applicable": None},
        "sections": [{}, {"checkpoints": [{}, {"statement": None, "weight": None}]}],
        "bands": [{}, {"scope": "section"}],
        "completion": [{}],
        "plan": None,
    }
    codes = {problem.code for problem in find_problems(blank)}
    assert codes <= set(MESSAGES)
    assert {"level-without-key", "no-need", "band-limits", "unknown-rule"} <= codes
    assert all(problem.message for problem in find_problems(blank))
