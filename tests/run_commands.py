"""Run management commands one after another, as `manage.py` would: `python -m tests.run_commands`.

Standard input is a JSON list of lists of arguments; what comes out is a JSON list of exit code and words of each. One
process starts Django once, where one for each command would do so thirty times.
"""

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout

from django.core.management import execute_from_command_line


def ran(arguments: list[str]) -> tuple[int, str]:
    """Run one command; return how it ended and what it said."""
    said = io.StringIO()
    code = 0
    with redirect_stdout(said), redirect_stderr(said):
        try:
            execute_from_command_line(["manage.py", *arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        except Exception as fault:
            said.write(f"{type(fault).__name__}: {fault}")
            code = 99
    return code, said.getvalue()


if __name__ == "__main__":
    done = [ran(each) for each in json.load(sys.stdin)]
    sys.__stdout__.write(json.dumps(done))
