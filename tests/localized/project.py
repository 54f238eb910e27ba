"""An editor translates a page of every type: run as a script, in a process of its own.

Every text becomes itself between arrows. Prints one JSON object: type of a document -> what was
seen: the ``texts`` that translators were asked for, and the document ``before`` and ``after``.
"""

import json
import os

import django
from django.core.management import call_command
from django.test.utils import setup_test_environment


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.localized.settings"
    django.setup()
    setup_test_environment()
    call_command("migrate", verbosity=0)
    home, english = make_site()
    print(json.dumps(translate_pages(home, english)))


def make_site():
    from wagtail.models import Locale, Site

    english = Locale.objects.create(language_code="en")
    home = Site.objects.get(is_default_site=True).root_page
    home.copy_for_translation(english).save_revision().publish()
    return home, english


def translate_pages(home, english):
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.urls import reverse

    from omwagtail.catalogue.capture import item_of
    from omwagtail.content.organisation import Organisation
    from tests.content.filled import PAGE_TYPES, filled

    editor = Client()
    editor.force_login(get_user_model().objects.create_superuser("editor", "e@example.org", "x"))
    chosen = Organisation.objects.create(name="Kammer", type="chamber-of-crafts")
    seen = {}
    for model in PAGE_TYPES:
        names = [model._meta.app_label, model._meta.model_name, home.pk]
        data = filled(model, organisation=chosen.pk, title=model._meta.model_name)
        url = reverse("wagtailadmin_pages:add", args=names)
        response = editor.post(url, {**data, "action-publish": "1"})
        assert response.status_code == 302, response.context["form"].errors
        page = model.objects.get()
        texts = translate(page, english)
        translation = page.get_translation(english)
        form = editor.get(reverse("wagtailadmin_pages:edit", args=[translation.pk]))
        seen[model.om_document_type] = {
            "texts": texts,
            "before": item_of(page).data,
            "after": item_of(translation).data,
            "form": form.status_code,
            "served": Client().get(translation.url).content.decode(),
        }
    return seen


def translate(page, locale):
    """Answer every question that wagtail-localize asks a translator; returns what was asked."""
    from wagtail_localize.models import StringSegment, StringTranslation, Translation
    from wagtail_localize.operations import translate_object

    translate_object(page, [locale])
    translation = Translation.objects.get(
        source__object_id=page.translation_key, target_locale=locale
    )
    segments = StringSegment.objects.filter(source=translation.source)
    for segment in segments.select_related("string", "context"):
        if segment.context.path != "slug":
            StringTranslation.objects.create(
                translation_of=segment.string,
                context=segment.context,
                locale=locale,
                data=f"→ {segment.string.data} ←",
            )
    translation.save_target(publish=True)
    return {segment.context.path: segment.string.data for segment in segments}


if __name__ == "__main__":
    main()
