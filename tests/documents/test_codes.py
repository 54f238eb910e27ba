from omwagtail.documents import code_of, own_label_of


def test_a_shared_code_is_text_without_a_label():
    assert code_of("strategy") == "strategy"
    assert own_label_of("strategy") is None


def test_an_own_code_travels_with_its_label():
    entry = {"code": "precision", "label": "Präzisionsmechanik"}
    assert code_of(entry) == "precision"
    assert own_label_of(entry) == "Präzisionsmechanik"
