"""The operators' pages about sources."""

import pytest

from omwagtail.catalogue.models import Item
from omwagtail.documents import b64url_encode
from omwagtail.harvest.models import Decision, Source
from tests.documents import factories
from tests.harvest.conftest import begin_full_pass, read, visible
from tests.harvest.desk import SOURCES, text_of

pytestmark = pytest.mark.django_db


def test_adding_a_source_shows_its_key_before_anything_is_stored(operator, publisher):
    page = operator.post(f"{SOURCES}create/", {"address": publisher.origin + "/anything/"})
    assert factories.KEY.kid in page.content.decode()
    assert not Source.objects.exists()


def test_a_source_is_approved_under_the_key_that_was_shown(operator, publisher):
    form = {"address": publisher.origin, "kid": factories.KEY.kid, "trust": "automatic"}
    operator.post(f"{SOURCES}create/", form)
    source = Source.objects.get()
    assert (source.state, source.trust, source.kid) == ("active", "automatic", factories.KEY.kid)


def test_a_source_whose_key_changed_meanwhile_is_not_approved(operator, publisher):
    form = {"address": publisher.origin, "kid": factories.OTHER_KEY.kid, "trust": "automatic"}
    page = operator.post(f"{SOURCES}create/", form)
    assert page.status_code == 200
    assert not Source.objects.filter(state="active").exists()


def test_an_address_without_a_site_is_answered_in_a_sentence(operator):
    page = operator.post(f"{SOURCES}create/", {"address": "http://127.0.0.1:1"})
    assert page.status_code == 200
    assert "127.0.0.1" in page.content.decode()


@pytest.mark.parametrize("path", ["", "create/"])
def test_the_pages_of_sources_open(operator, source, path):
    assert operator.get(SOURCES + path).status_code == 200


@pytest.mark.parametrize("action", ["inspect", "edit", "delete"])
def test_the_pages_of_a_source_open(operator, publisher, source, action):
    publisher.publish("bad", title="")
    publisher.publish("good")
    read(source)
    page = operator.get(f"{SOURCES}{action}/{source.pk}/")
    assert page.status_code == 200
    assert "Handwerkskammer Musterstadt" in page.content.decode()


def test_a_stopped_source_leads_to_its_new_key(operator, publisher, source):
    publisher.key = factories.OTHER_KEY
    publisher.publish()
    read(source)
    page = operator.post(f"{SOURCES}create/", {"address": source.origin})
    text = page.content.decode()
    assert factories.KEY.kid in text
    assert factories.OTHER_KEY.kid in text


def test_harvest_now_reads_the_source(operator, publisher, source):
    publisher.publish()
    operator.post(f"{SOURCES}harvest/{source.pk}/")
    assert len(visible(publisher)) == 1


def test_pause_and_resume(operator, source):
    states = []
    for action in ("pause", "resume"):
        operator.post(f"{SOURCES}{action}/{source.pk}/")
        states.append(Source.objects.get().state)
    assert states == ["paused", "active"]


def test_trust_and_wanted_types_are_changed_by_the_named_function(operator, source):
    fence = Source.objects.get().fence
    form = {"name": "Kammer", "trust": "review", "wanted_types": ["check", "network"]}
    operator.post(f"{SOURCES}edit/{source.pk}/", form)
    source.refresh_from_db()
    assert (source.name, source.trust) == ("Kammer", "review")
    assert source.wanted_types == ["check", "network"]
    assert (source.cursor, source.fence) == ("", fence + 1)


def test_deleting_a_source_removes_its_items(operator, publisher, source):
    publisher.publish()
    read(source)
    operator.post(f"{SOURCES}delete/{source.pk}/")
    assert not Source.objects.exists()
    assert not Item.objects.own(publisher.origin).exists()


def test_the_person_who_is_asked_can_answer(operator, publisher, source):
    publisher.publish()
    read(source)
    publisher.forget("a")
    begin_full_pass(source)
    read(source)
    operator.post(f"{SOURCES}confirm/{source.pk}/")
    assert visible(publisher) == set()


def test_the_list_of_sources_has_a_button_that_harvests_now(operator, publisher, source):
    text = operator.get(SOURCES).content.decode()
    assert f'formaction="{SOURCES}harvest/{source.pk}/"' in text
    assert '<form id="om-harvest" method="post">' in text


def test_before_approval_numbers_and_some_titles_are_shown(operator, publisher):
    publisher.publish("a", title="Ein <b>Beispiel</b>")
    publisher.publish("b", title="Noch eines")
    text = text_of(operator.post(f"{SOURCES}create/", {"address": publisher.origin}))
    assert "Practice example: 2" in text
    assert "Ein &lt;b&gt;Beispiel&lt;/b&gt;" in text
    assert f'href="{publisher.origin}/practice-example/"' in text


def test_a_site_whose_documents_cannot_be_read_can_be_approved_all_the_same(operator, publisher):
    publisher.intercept = lambda path: (500, {}, b"") if path.startswith("/om/") else None
    text = text_of(operator.post(f"{SOURCES}create/", {"address": publisher.origin}))
    assert "None were found" in text
    assert "Approve this source" in text


def test_what_a_site_says_of_itself_is_escaped_and_cut(operator, publisher):
    publisher.well_known = {"name": "<script>alert(1)</script>" + "x" * 5000}
    text = text_of(operator.post(f"{SOURCES}create/", {"address": publisher.origin}))
    assert "<script>alert(1)" not in text
    assert "x" * 300 not in text


@pytest.mark.parametrize(("relays", "asked"), [(True, True), (False, False), ("yes", False)])
def test_only_of_a_relay_it_is_asked_whether_the_documents_of_others_are_wanted(
    operator, publisher, relays, asked
):
    publisher.well_known = {"relay": relays}
    text = text_of(operator.post(f"{SOURCES}create/", {"address": publisher.origin}))
    assert ('name="takes_relayed"' in text) == asked


def test_the_documents_of_others_are_taken_in_where_the_box_was_ticked(operator, publisher):
    form = {"address": publisher.origin, "kid": factories.KEY.kid, "trust": "review"}
    operator.post(f"{SOURCES}create/", {**form, "takes_relayed": "on"})
    assert Source.objects.get().takes_relayed
    operator.post(f"{SOURCES}create/", form)
    assert not Source.objects.get().takes_relayed


def edit(operator, source, **form) -> Source:
    operator.post(f"{SOURCES}edit/{source.pk}/", {"name": "Kammer", "trust": "review", **form})
    return Source.objects.get(pk=source.pk)


def test_topics_regions_and_trust_by_type_are_changed(operator, source):
    changed = edit(
        operator,
        source,
        trust_check="automatic",
        trust_network="",
        wanted_topics=["liquidity"],
        wanted_regions=["DED2F", "DE1"],
        takes_relayed="on",
    )
    assert changed.trust_by_type == {"check": "automatic"}
    assert (changed.wanted_topics, changed.wanted_regions) == (["liquidity"], ["DED2F", "DE1"])
    assert changed.takes_relayed


@pytest.mark.parametrize(
    "wrong", [{"wanted_topics": ["nonsense"]}, {"wanted_regions": ["XX"]}, {"trust_check": "x"}]
)
def test_a_code_that_is_none_changes_nothing(operator, source, wrong):
    before = Source.objects.values().get()
    edit(operator, source, **wrong)
    assert Source.objects.values().get() == before


def test_an_own_topic_of_the_source_can_be_wanted(operator, publisher, source):
    publisher.publish(topics=[{"code": "own-x", "label": "Feinwerktechnik"}])
    read(source)
    text = text_of(operator.get(f"{SOURCES}edit/{source.pk}/"))
    assert "Feinwerktechnik" in text
    assert edit(operator, source, wanted_topics=["own-x"]).wanted_topics == ["own-x"]


def test_a_wanted_code_that_no_list_knows_any_more_is_kept(operator, source):
    Source.objects.update(wanted_topics=["own-gone"])
    text = text_of(operator.get(f"{SOURCES}edit/{source.pk}/"))
    assert 'value="own-gone"' in text
    assert edit(operator, source, wanted_topics=["own-gone"]).wanted_topics == ["own-gone"]


def test_blocking_says_first_how_many_documents_go(operator, publisher, source):
    for name in "abc":
        publisher.publish(name, title=name)
    read(source)
    text = text_of(operator.get(f"{SOURCES}block/{source.pk}/"))
    assert "3 documents that came from this source or were made by it go at once." in text
    assert len(visible(publisher)) == 3
    operator.post(f"{SOURCES}block/{source.pk}/")
    assert Source.objects.get().state == "blocked"
    assert visible(publisher) == set()


def test_a_blocked_source_is_approved_again_by_its_key(operator, source):
    operator.post(f"{SOURCES}block/{source.pk}/")
    text = text_of(operator.get(f"{SOURCES}inspect/{source.pk}/"))
    assert "Look at its key and approve" in text
    form = {"address": source.origin, "kid": factories.KEY.kid, "trust": "review"}
    operator.post(f"{SOURCES}create/", form)
    assert Source.objects.get().state == "active"


def test_removing_says_how_many_documents_no_other_source_offers(operator, publisher, source):
    publisher.publish("a")
    publisher.publish("b", title="b")
    read(source)
    text = text_of(operator.get(f"{SOURCES}delete/{source.pk}/"))
    assert "2 documents that came from it alone will be removed" in text


def test_the_list_is_narrowed_by_state_health_trust_and_words(operator, publisher, source):
    Source.objects.create(origin="https://paused.example", name="Paused", state="paused")
    Source.objects.create(
        origin="https://ill.example", name="Ill", state="active", last_error="x", trust="automatic"
    )

    def found(query):
        text = text_of(operator.get(SOURCES + query))
        return [name for name in ("Musterstadt", "Paused", "Ill") if f"{name} <span" in text]

    assert found("?state=paused") == ["Paused"]
    assert found("?health=failing") == ["Ill"]
    assert found("?trust=review") == ["Paused"]
    assert found("?q=ill.example") == ["Ill"]
    assert found("?state=nonsense") == ["Musterstadt", "Paused", "Ill"]
    assert "Nothing fits these filters." in text_of(operator.get(f"{SOURCES}?state=stopped"))


def test_an_address_cannot_ask_the_database_for_anything_else(operator, source):
    Source.objects.update(public_key="secret")
    answers = [
        text_of(operator.get(f"{SOURCES}?public_key__startswith={letter}")) for letter in "sx"
    ]
    assert all("Musterstadt" in text for text in answers)


@pytest.mark.parametrize("query", ["", "?o=1", "?o=-4.1", "?p=2", "?p=x", "?o=x"])
def test_the_list_is_sorted_and_paged(operator, query):
    for number in range(60):
        Source.objects.create(origin=f"https://{number}.example", name=f"Kammer {number}")
    text = text_of(operator.get(SOURCES + query))
    assert text.count('class="om-origin"') == (10 if query == "?p=2" else 50)


def test_the_number_of_queries_does_not_grow_with_the_sources(
    operator, django_assert_max_num_queries
):
    Source.objects.bulk_create(
        Source(origin=f"https://{number}.example", name=f"Kammer {number}", state="active")
        for number in range(400)
    )
    operator.get(SOURCES)
    with django_assert_max_num_queries(25):
        assert text_of(operator.get(SOURCES)).count('class="om-origin"') == 50


@pytest.fixture
def parked(publisher, source) -> None:
    """An entry under a key that is not the source's."""
    publisher.offer(publisher.document(title="A"), key=factories.OTHER_KEY)
    read(source)


def test_parked_entries_are_listed_with_their_reason(operator, source, parked):
    text = text_of(operator.get(f"{SOURCES}parked/{source.pk}/"))
    assert source.offers.get().key in text
    assert "Try again now" in text


def test_parked_entries_are_tried_again_at_once(operator, publisher, source, parked):
    url = f"{SOURCES}retry/{source.pk}/"
    assert "none of them can be taken in yet" in text_of(operator.post(url, follow=True))
    other = factories.OTHER_KEY
    Source.objects.update(kid=other.kid, public_key=b64url_encode(other.public))
    assert "1 entry was taken in." in text_of(operator.post(url, follow=True))
    assert visible(publisher) == {"A"}


def test_a_source_without_parked_entries_says_so(operator, source):
    text = text_of(operator.get(f"{SOURCES}parked/{source.pk}/"))
    assert "No entry of this source is parked." in text
    assert "Try again now" not in text


def test_everything_of_a_source_is_accepted_after_its_number_was_shown(
    operator, publisher, reviewed
):
    for name in "ab":
        publisher.publish(name, title=name, rev=7)
    read(reviewed)
    url = f"{SOURCES}accept-all/{reviewed.pk}/"
    assert "2 documents wait" in text_of(operator.get(url))
    operator.post(url, {"count": 2, "newest": 7})
    assert visible(publisher) == {"a", "b"}
    assert {decision.user.username for decision in Decision.objects.all()} == {"user"}


@pytest.mark.parametrize("seen", [{}, {"count": 1, "newest": 7}, {"count": 2, "newest": 6}])
def test_what_came_after_the_number_was_shown_is_not_accepted(operator, publisher, reviewed, seen):
    for name in "ab":
        publisher.publish(name, title=name, rev=7)
    read(reviewed)
    operator.post(f"{SOURCES}accept-all/{reviewed.pk}/", seen)
    assert visible(publisher) == set()


def test_an_error_is_told_in_plain_words(operator, source):
    Source.objects.update(last_error="The name hwk.example cannot be resolved.")
    for page in (SOURCES, f"{SOURCES}inspect/{source.pk}/"):
        assert "is not known on the internet at the moment" in text_of(operator.get(page))
