"""The WSGI entrance, for gunicorn."""

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application
from django.template import engines
from django.template.utils import get_app_template_dirs
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assembly.project.settings")
application = get_wsgi_application()


def read_ahead() -> None:
    """Read addresses, and with them all pages, and templates before the first request, not during it.

    Gunicorn reads the product once and lets its processes share it: none of them has to do this again.
    """
    reverse("home")
    for folder in map(Path, get_app_template_dirs("templates")):
        if (folder.parent / "apps.py").exists() and "site-packages" not in folder.parts:
            for template in sorted(folder.rglob("*.html")):
                engines["django"].get_template(str(template.relative_to(folder)))


read_ahead()
