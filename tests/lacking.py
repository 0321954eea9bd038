"""Print what pages say and nobody has translated yet, as entries to fill in: `python -m tests.lacking fr`."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assembly.project.settings_test")
django.setup()

from django.utils.translation import trans_real  # noqa: E402

from assembly.page_languages import pages_in_languages  # noqa: E402
from tests.spoken import said_by_page, unknown_to  # noqa: E402

if __name__ == "__main__":
    said = {sentence for name in pages_in_languages() for sentence in said_by_page(name)}
    lacking = unknown_to(trans_real.translation(sys.argv[1]), said)
    sys.stdout.writelines(f"{sentence.entry()}\n\n" for sentence in lacking)
