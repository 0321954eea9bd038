"""Parameters that several addresses have."""

from typing import Annotated

from ninja import Path

from assembly.connections.api.paging import LARGEST_NUMBER

Number = Annotated[int, Path(ge=0, le=LARGEST_NUMBER, description="Its number.")]
