"""What the doctor says of each thing it looked at."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it stands, and what to do where it is not well."""

    about: str
    state: State
    words: str
