import re
from pathlib import Path

import pytest

from tools import build_assets
from tools.build_assets import (
    DESTINATION,
    LINKED_FILE,
    AssetNotAsExpected,
    plain_script,
    plain_style,
    require_clean,
)

SHEETS = ["accessible-autocomplete.min.css", "govuk-frontend.min.css", "moj-frontend.min.css"]
SCRIPTS = [
    "accessible-autocomplete.min.js",
    "govuk-frontend.min.js",
    "htmx.min.js",
    "moj-frontend.min.js",
]


def shipped() -> list[Path]:
    return sorted(path for path in DESTINATION.rglob("*") if path.is_file())


def test_every_style_sheet_and_script_is_there() -> None:
    names = {path.name for path in shipped()}
    assert {*SHEETS, *SCRIPTS, "LICENCES.txt"} <= names


def test_no_font_crown_or_crest_is_shipped() -> None:
    names = [path.name for path in shipped()]
    assert not [n for n in names if re.search(r"crown|crest|govuk-icon|logotype|\.woff|\.ico$", n)]


@pytest.mark.parametrize("name", SHEETS)
def test_no_style_sheet_names_the_typeface_of_government(name: str) -> None:
    style = (DESTINATION / name).read_text()
    assert not re.search(r"GDS\s*Transport|@font-face|Margaret Calvert", style)


@pytest.mark.parametrize("name", SHEETS)
def test_every_linked_picture_is_there_and_none_is_a_crest(name: str) -> None:
    links = LINKED_FILE.findall((DESTINATION / name).read_text())
    assert all((DESTINATION / link).is_file() for link in links)
    assert not [link for link in links if link.startswith("/") or "crest" in link]


@pytest.mark.parametrize("name", [*SHEETS, *SCRIPTS])
def test_no_file_points_to_a_source_map(name: str) -> None:
    assert "sourceMappingURL" not in (DESTINATION / name).read_text()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (
            "a{font-family:GDS Transport,arial,sans-serif}",
            f"a{{font-family:{build_assets.TYPEFACES}}}",
        ),
        ('@font-face{font-family:GDS Transport;src:url("/assets/fonts/a.woff2")}b{}', "b{}"),
        ("a{background-image:url(/assets/images/govuk-crest.svg)}", "a{display:none}"),
        ("a{-webkit-mask-image:url(/assets/images/govuk-crest.svg)}", "a{display:none}"),
        ("a{background:url(/assets/images/icon-x.svg)}", "a{background:url(images/icon-x.svg)}"),
        ("a{}\n/*# sourceMappingURL=a.css.map */", "a{}"),
    ],
)
def test_a_style_sheet_loses_what_is_not_ours(given: str, kept: str) -> None:
    assert plain_style(given) == kept + "\n"


def test_a_script_loses_its_source_map_and_nothing_else() -> None:
    assert plain_script("go();//# sourceMappingURL=go.js.map\n") == "go();\n"


@pytest.mark.parametrize(
    "style", ["a{font:16px 'GDS Transport'}", "a{b:url(images/gone.svg)}", "a{b:url(x-crest.svg)}"]
)
def test_a_release_that_brings_something_new_stops_the_build(style: str, tmp_path: Path) -> None:
    with pytest.raises(AssetNotAsExpected, match=r"new\.css"):
        require_clean("new.css", style, tmp_path)


def test_a_build_that_fails_leaves_the_old_look_in_place(tmp_path: Path) -> None:
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor/old.css").write_text("a{}")
    with pytest.raises(FileNotFoundError):
        build_assets.build(tmp_path / "no_packages", tmp_path / "vendor")
    assert (tmp_path / "vendor/old.css").read_text() == "a{}"
