"""A new site from the installed wheel: check, migrate, collect static files, ask it something."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

folder = Path(tempfile.mkdtemp())
subfolder = folder / "newsite"
os.environ["DJANGO_SETTINGS_MODULE"] = "newsite.settings.dev"
sys.path.insert(0, str(folder))

wagtail = Path(sys.executable).parent / "wagtail"
subprocess.run([wagtail, "start", "newsite", "."], cwd=folder, check=True, capture_output=True)
settings = subfolder / "settings" / "base.py"
text = settings.read_text()
text = text.replace(
    "INSTALLED_APPS = [",
    'INSTALLED_APPS = [\n    "omwagtail",\n    "omwagtail.pages",\n'
    '    "omwagtail.harvest",\n    "wagtail_modeladmin",\n',
    1,
)
text += '\nOMWAGTAIL = {"ORIGINS": {"localhost": "https://www.chamber.example"}}\n'
settings.write_text(text)
urls = subfolder / "urls.py"
text = urls.read_text()
urls.write_text(
    text.replace("urlpatterns = [", 'urlpatterns = [\n    path("", include("omwagtail.urls")),', 1)
)

import django  # noqa: E402
from django.core.management import call_command  # noqa: E402

django.setup()
call_command("check")
call_command("migrate", verbosity=0)
call_command("makemigrations", "omwagtail", "omwagtail_pages", "omwagtail_harvest", check=True)
call_command("collectstatic", interactive=False, verbosity=0)
call_command("om_work")

from django.test import Client  # noqa: E402

answer = Client().get("/.well-known/omwagtail", headers={"host": "www.chamber.example"})
assert answer.status_code == 200, (answer.status_code, answer.content)
assert answer.json()["origin"] == "https://www.chamber.example", answer.json()
answer = Client().get("/om/api/v1/items/")
assert answer.status_code == 200, (answer.status_code, answer.content)
assert (folder / "static" / "omwagtail").is_dir(), "static files are missing from the wheel"
print("The wheel makes a site that answers as", "https://www.chamber.example")
