"""The Dockerfile, compose.yaml and docs/examples fit the product and each other."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from assembly.log import without_secrets
from assembly.nobody import NOBODY_AT

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
UNITS = sorted([*EXAMPLES.glob("*.service"), *EXAMPLES.glob("*.timer")])
SECRET = [
    "answer",
    "calendar",
    "draws/own",
    "invitations",
    "submissions",
    "survey",
    "accounts/password/reset/key",
]
LIMIT_MB = settings.UPLOAD_LIMIT_BYTES // 1024 // 1024


def test_an_installation_of_containers_has_all_its_parts() -> None:
    services = COMPOSE["services"]
    assert services.keys() == {"database", "prepare", "web", "workers", "backup"}
    for name in ("prepare", "web", "workers", "backup"):
        service = services[name]
        assert service["read_only"] is True
        assert service["tmpfs"] == "/tmp"  # noqa: S108 (a folder of the container)
        assert service["env_file"] == ".env"
        assert "files:/srv/assembly/var" in service["volumes"]
        assert service["environment"]["TRUST_PROXY_HEADER"] == "1"
    for name in ("web", "workers"):
        assert services[name]["depends_on"] == {"prepare": {"condition": "service_completed_successfully"}}
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert set(COMPOSE["volumes"]) == {"database", "files"}
    # Up to version 17 the image keeps its data there, from 18 on one folder higher.
    assert services["database"]["image"] == "postgres:17"
    assert services["database"]["volumes"] == ["database:/var/lib/postgresql/data"]


def test_every_command_of_a_container_exists() -> None:
    lines = [str(service.get("command", "")) for service in COMPOSE["services"].values()]
    named = set(re.findall(r"python manage\.py ([a-z_]+)", " ".join(lines) + DOCKERFILE))
    assert named == {
        "migrate",
        "createcachetable",
        "grant_rights",
        "supervise",
        "backup",
        "collectstatic",
    }
    assert named <= set(get_commands())


def test_variables_that_compose_asks_for_are_in_its_example() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text("utf-8")))
    offered = re.findall(r"^(\w+_PASSWORD)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    assert asked == set(offered)


def test_web_server_and_workers_connect_as_a_role_that_owns_nothing_and_never_see_the_owner_s_password() -> (
    None
):
    """The owner migrates, gives the other role its rights, backs up and restores."""
    services = COMPOSE["services"]
    roles = {
        name: services[name]["environment"]["DATABASE_URL"].removeprefix("postgres://").partition(":")[0]
        for name in ("prepare", "web", "workers", "backup")
    }
    owner = services["database"]["environment"]["POSTGRES_USER"]
    assert roles == {"prepare": owner, "web": "assembly_app", "workers": "assembly_app", "backup": owner}
    for name in roles:
        environment = services[name]["environment"]
        assert environment["DATABASE_APP_ROLE"] == "assembly_app"
        # It overrides what stands in .env, which every service is given.
        assert environment["POSTGRES_PASSWORD"] == ""
    for name in ("web", "workers"):
        assert not [value for value in services[name]["environment"].values() if "POSTGRES_PASSWORD" in value]


def test_the_examples_of_variables_name_two_roles() -> None:
    """The product's is named like the account of the machine, which PostgreSQL lets in as it without a password."""
    said = dict(
        re.findall(r"^(DATABASE_\w+)=(.*)$", (EXAMPLES / "assembly.env").read_text("utf-8"), re.MULTILINE)
    )
    [owner] = re.findall(
        r"^DATABASE_URL=(.*)$", (EXAMPLES / "assembly-owner.env").read_text("utf-8"), re.MULTILINE
    )
    assert said["DATABASE_APP_ROLE"] == urlsplit(said["DATABASE_URL"]).username == "assembly"
    assert urlsplit(owner)._replace(netloc="") == urlsplit(said["DATABASE_URL"])._replace(netloc="")
    assert urlsplit(owner).username == "assembly_owner"
    for unit in UNITS:
        text = unit.read_text("utf-8")
        assert "owner" not in text
        assert unit.suffix == ".timer" or {"User=assembly", "EnvironmentFile=/etc/assembly.env"} <= set(
            text.splitlines()
        )


def test_a_container_is_asked_whether_it_is_ready_and_writes_only_where_it_may() -> None:
    """Everything but the volume, /tmp and shared memory is read-only."""
    assert "127.0.0.1:8000/health/ready/" in re.findall(r"^HEALTHCHECK .*$", DOCKERFILE, re.MULTILINE)[0]
    assert '"--worker-tmp-dir", "/dev/shm"' in DOCKERFILE
    assert "ASSEMBLY_VAR=/srv/assembly/var" in DOCKERFILE
    copied = set(re.findall(r"^COPY (?:.* )?(\w+) \1$", DOCKERFILE, re.MULTILINE))
    assert copied == {
        name for name in ("assembly", "sortition", "scheduling", "evidence") if (ROOT / name).is_dir()
    }


def test_the_programs_for_backups_in_the_container_are_of_the_server_s_version() -> None:
    """Debian trixie has those of 17; the server may be no newer."""
    assert re.findall(r"^FROM (.*)$", DOCKERFILE, re.MULTILINE) == ["python:3.11-slim-trixie"]
    assert int(COMPOSE["services"]["database"]["image"].rpartition(":")[2]) <= 17


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_logs_no_secret_address_and_lets_the_largest_file_through(name: str) -> None:
    text = (EXAMPLES / name).read_text("utf-8")
    [pattern] = re.findall(r"(\^/\(answer\S+)", text)
    for path in [*(f"/{each}/secret/" for each in SECRET), *NOBODY_AT, "/assemblies/a/draws/own/secret/"]:
        assert re.search(pattern, path), path
    assert all("secret" not in without_secrets(f"/{each}/secret/") for each in SECRET)
    assert not re.search(pattern, "/assemblies/a/record/")
    [size] = re.findall(r"(?:client_max_body_size|max_size) (\d+)(?:m|MB)", text)
    assert LIMIT_MB < int(size) < 2 * LIMIT_MB
    assert "X-Forwarded-For" in text
    assert "127.0.0.1:8000" in text


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_is_one_and_runs_what_there_is(path: Path, tmp_path: Path) -> None:
    text = path.read_text("utf-8")
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands())
    if path.suffix == ".timer":
        assert path.with_suffix(".service").exists()
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed: the unit was only read")
    for each in UNITS:
        # The installation's own programs and account are not here.
        said = re.sub(r"/srv/assembly/app/\.venv/bin/\w+", "/bin/true", each.read_text("utf-8"))
        (tmp_path / each.name).write_text(said, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / path.name)],
        env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if path.name in line]
    assert (done.returncode, ours) == (0, []), done.stderr
