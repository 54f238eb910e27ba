import pytest

from omwagtail.vocabularies import vocabulary, vocabulary_names


def test_the_root_leads_to_everything(api, client):
    links = api.get().json()
    assert {"items", "practice_examples", "checks", "networks", "organisations"} <= links.keys()
    assert {"vocabularies", "schema", "changes", "ping", "well_known"} <= links.keys()
    links.pop("ping")
    for link in links.values():
        path = link.removeprefix("https://partner.example")
        assert client.get(path, headers={"host": "partner.example"}).status_code == 200, link


def test_behind_a_proxy_links_are_written_with_the_origin(api):
    assert api.get().json()["items"] == "https://partner.example/om/api/v1/items/"
    assert api.get(host="intern.example").json()["items"].startswith("http://intern.example/")


def test_all_vocabularies_are_listed_with_their_addresses(api):
    entries = api.get("vocabularies/").json()
    assert [entry["name"] for entry in entries] == list(vocabulary_names())
    assert entries[0]["url"].startswith("https://partner.example/om/api/v1/vocabularies/")


@pytest.mark.parametrize("name", vocabulary_names())
def test_a_vocabulary_has_labels_in_two_languages_and_parents(api, name):
    terms = api.get(f"vocabularies/{name}/").json()["terms"]
    assert [term["code"] for term in terms] == [term.code for term in vocabulary(name)]
    assert all({"de", "en"} <= term["labels"].keys() for term in terms)
    assert all(term["parent"] in vocabulary(name) for term in terms if "parent" in term)


def test_an_unknown_vocabulary_is_a_problem_that_names_those_there_are(api):
    response = api.get("vocabularies/colours/")
    assert response.status_code == 404
    assert "topics" in response.json()["detail"]
