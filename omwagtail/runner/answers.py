"""Answers on their way through a form: the only place where they are kept without JavaScript."""

from collections.abc import Iterator, Mapping

from omwagtail.questionnaires import Answers, clean_answers

# Before the checkpoint's id, so that no id can collide with another field of the form.
FIELD_PREFIX = "a-"


def field_of(checkpoint_id: str) -> str:
    """The name of the form field that holds a checkpoint's answer."""
    return FIELD_PREFIX + checkpoint_id


def answers_of(body: dict, fields: Mapping[str, str]) -> Answers:
    """The answers in a posted form; whatever the definition does not know is dropped."""
    raw = {
        name.removeprefix(FIELD_PREFIX): fields[name]
        for name in fields
        if name.startswith(FIELD_PREFIX)
    }
    return clean_answers(body, raw)


def hidden_fields(answers: Answers) -> Iterator[tuple[str, str]]:
    """Name and value of the inputs that carry the answers to the next page."""
    return ((field_of(id), level) for id, level in answers.items())
