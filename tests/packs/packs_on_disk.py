"""Writes a small authority pack for a test."""

from collections.abc import Mapping
from pathlib import Path

FRONT_DOOR = """
name = "Ashmoor Front Door"
duty_line = "01632 960500"
emergency_duty_team = "01632 960599"
emergency_duty_team_name = "Ashmoor Emergency Duty Team"
"""

SOUND = {"pack.toml": 'name = "Ashmoor"', "front_door.toml": FRONT_DOOR}


def write_pack(folder: Path, files: Mapping[str, str], *, key: str = "ashmoor") -> Path:
    """The folder, now holding a sound pack but for these files."""
    home = folder / key
    home.mkdir()
    for name, content in {**SOUND, **files}.items():
        (home / name).write_text(content, encoding="utf-8")
    return folder
