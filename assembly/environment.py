"""Variables of the environment, each taken as it stands."""

import os
from collections.abc import Iterator, Mapping

import environ


class _AsItStands(Mapping[str, str]):
    r"""The process's environment with each `$` written `\$`, which the reader undoes."""

    def __getitem__(self, name: str) -> str:
        return os.environ[name].replace("$", r"\$")

    def __iter__(self) -> Iterator[str]:
        return iter(os.environ)

    def __len__(self) -> int:
        return len(os.environ)


class Environment(environ.Env):
    """Reads variables without following `$`.

    The library takes a value that begins with `$` for the name of another variable. A secret may begin so: Django's
    own generator of keys makes one in fifty like that, and the product would not start, with the key in its message.
    """

    ENVIRON = _AsItStands()

    def __init__(self) -> None:
        super().__init__()
        self.escape_proxy = True
