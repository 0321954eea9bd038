"""Which passwords are taken: any of twelve characters that nobody would try first, of whatever characters."""

import hashlib
import importlib

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from assembly.models import User
from assembly.passwords import _stands_in, context_words

OWN = "seven blue kettles"


def codes(password, user=None):
    """What is said against a password."""
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return {each.code for each in refused.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    [
        OWN,
        "sevenbluekettles",
        "204718394756",
        "ÄÖÜ äöü ßß éè 你好吗 рады",
        "~!#%&/()=?{[]}",
        "k" + "wq3 " * 40,
        OWN + " ",
    ],
)
def test_no_composition_is_demanded_and_long_ones_are_taken(password):
    """Letters alone, figures alone, marks alone, other scripts, more than sixty-four characters."""
    assert codes(password) == set()


def test_eleven_characters_are_too_few():
    assert codes("kettles blu") == {"password_too_short"}


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "P@ssw0rd2026!",
        "passwordpassword",
        "qwertyuiop12",
        "abcdefghijkl",
        "987654321098",
        "!!!dragon!!!2024",
        "liverpool2026",
        "iloveyou!!!!",
    ],
)
def test_a_common_password_with_ornaments_is_refused(password):
    assert "common_core" in codes(password)


@pytest.mark.parametrize(
    "password", ["citizensassembly", "Assembly-2026-Panel", "c1t1zens@ssembly!", "localhost12345"]
)
def test_words_about_the_site_alone_are_refused_and_among_others_taken(password):
    assert "context_words" in codes(password)
    assert codes("assembly of hedgehogs") == set()


def test_ones_own_name_and_address_are_refused():
    user = User(name="Mei Lindqvist-Okonkwo", email="mei@example.org")
    assert codes("lindqvist-okonkwo", user) == {"password_too_similar"}


def test_hosts_of_the_installation_are_among_the_words(settings):
    context_words.cache_clear()
    settings.ALLOWED_HOSTS = ["brightwater.example.org"]
    assert "brightwater" in context_words()
    assert "context_words" in codes("brightwater2026")
    context_words.cache_clear()


def digest(text):
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest().upper()


@given(st.sets(st.text(max_size=8), min_size=1, max_size=60), st.text(max_size=8), st.booleans())
def test_a_breached_password_is_found_wherever_it_stands_and_no_other(
    tmp_path_factory, breached, other, counted
):
    path = tmp_path_factory.mktemp("breached") / "digests"
    path.write_text("".join(f"{each}{':7' * counted}\n" for each in sorted(map(digest, breached))))
    assert [each for each in breached if not _stands_in(path, each)] == []
    assert _stands_in(path, other) is (other in breached)


def test_a_password_of_the_file_is_refused_and_a_file_that_is_gone_takes_none(settings, tmp_path):
    path = tmp_path / "digests"
    path.write_text(f"{digest(OWN)}:3\n")
    settings.BREACHED_PASSWORDS = str(path)
    assert codes(OWN) == {"breached"}
    assert codes("eight green kettles") == set()
    path.unlink()
    with pytest.raises(FileNotFoundError):
        codes(OWN)


def test_passwords_are_kept_by_a_slow_function_that_is_slow_enough():
    """OWASP asks for 600,000 rounds of PBKDF2 with SHA-256; tests use a quick one."""
    real = importlib.import_module("assembly.project.settings")
    assert not hasattr(real, "PASSWORD_HASHERS"), "Django's own, the first of which is this one"
    assert PBKDF2PasswordHasher.algorithm == "pbkdf2_sha256"
    assert PBKDF2PasswordHasher.iterations >= 600_000
