"""Variables of the environment are taken as they stand."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.environment import Environment

NAME = "A_VARIABLE_OF_THIS_TEST"
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@pytest.mark.parametrize("value", ["$HOME", "$$HOME", r"\$HOME", "$", "k$y", r"k\\$y", "${HOME}"])
def test_a_value_with_dollars_is_itself(monkeypatch, value):
    """And not another variable's value."""
    monkeypatch.setenv(NAME, value)
    assert Environment().str(NAME) == value


@given(TEXTS)
def test_every_text_comes_back(value):
    os.environ[NAME] = value
    assert Environment().str(NAME) == value
    del os.environ[NAME]


@given(st.lists(st.text(st.sampled_from("$\\ab"), min_size=1)))
def test_every_list_comes_back(values):
    os.environ[NAME] = ",".join(values)
    assert Environment().list(NAME) == values
    del os.environ[NAME]


def test_defaults_hold_where_nothing_is_set():
    assert Environment().str(NAME, default="as it was") == "as it was"


def test_the_product_starts_with_a_key_that_begins_with_a_dollar(tmp_path):
    """Django's generator makes one in fifty like that."""
    key = "$o526h6gu04xz0r2+28l_p8qyh*#-wmu%6tsc@)#l(fv^ej3*"
    done = subprocess.run(
        [sys.executable, "-c", "from assembly.project import settings; print(settings.SECRET_KEY)"],
        env={**os.environ, "SECRET_KEY": key, "ASSEMBLY_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == (key, "")
