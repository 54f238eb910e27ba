import pickle

from omwagtail.documents import DocumentError, excerpt


def test_a_message_is_bounded():
    assert len(DocumentError("schema", "x" * 1000).message) == 300


def test_an_error_travels_between_processes():
    error = pickle.loads(pickle.dumps(DocumentError("bad-origin", "It is wrong.")))
    assert (error.code, error.message, str(error)) == ("bad-origin", "It is wrong.", "It is wrong.")


def test_an_excerpt_is_short_quoted_ascii():
    assert excerpt("Größe") == "'Gr\\xf6\\xdfe'"
    assert excerpt("x" * 100, 5) == "'xxxxx...'"
