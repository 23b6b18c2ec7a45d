"""Builds the style sheets, scripts and icons of the pages from the ready-made npm packages.

Run by `python3 dev.py setup`. Standard library only. A council is not GOV.UK, and the licence of
its typeface and crown covers GOV.UK alone: both are taken out here.
"""

import json
import re
import shutil
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
DESTINATION = REPOSITORY / "src/alongside/web/static/vendor"

GOVUK = "govuk-frontend/dist/govuk"
MOJ = "@ministryofjustice/frontend/moj"
AUTOCOMPLETE = "accessible-autocomplete/dist"
STYLE_SHEETS = (
    f"{GOVUK}/govuk-frontend.min.css",
    f"{MOJ}/moj-frontend.min.css",
    f"{AUTOCOMPLETE}/accessible-autocomplete.min.css",
)
SCRIPTS = (
    f"{GOVUK}/govuk-frontend.min.js",
    f"{MOJ}/moj-frontend.min.js",
    f"{AUTOCOMPLETE}/accessible-autocomplete.min.js",
    "htmx.org/dist/htmx.min.js",
)
ICONS = f"{MOJ}/assets/images"
PACKAGES = ("govuk-frontend", "@ministryofjustice/frontend", "accessible-autocomplete", "htmx.org")

TYPEFACES = '"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif'

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*GDS Transport[^}]*\}")
FONT_NOTICE = re.compile(r"/\*!?[^*]*Margaret Calvert.*?\*/", re.DOTALL)
FONT_FAMILY = re.compile(r"""["']?GDS Transport["']?\s*,\s*arial\s*,\s*sans-serif""", re.IGNORECASE)
CREST = re.compile(r"(?:background-image|(?:-webkit-)?mask-image):url\([^)]*crest[^)]*\)")
SOURCE_MAP_IN_STYLE = re.compile(r"/\*# sourceMappingURL=.*?\*/")
SOURCE_MAP_IN_SCRIPT = re.compile(r"//# sourceMappingURL=\S+")
LINKED_FILE = re.compile(r"""url\(["']?(?!data:|#)([^"')]+)["']?\)""")


class AssetNotAsExpected(Exception):
    """A package changed its layout: the release must be looked at before it is taken in."""


def plain_style(style: str) -> str:
    """The style sheet without typeface, crest or source map, its links relative to itself."""
    for unwanted in (FONT_FACE, FONT_NOTICE, SOURCE_MAP_IN_STYLE):
        style = unwanted.sub("", style)
    style = FONT_FAMILY.sub(TYPEFACES, style)
    style = CREST.sub("display:none", style)
    return style.replace("/assets/images/", "images/").strip() + "\n"


def plain_script(script: str) -> str:
    """The script without its source map, which is not shipped."""
    return SOURCE_MAP_IN_SCRIPT.sub("", script).strip() + "\n"


def require_clean(name: str, style: str, destination: Path) -> None:
    """Raises AssetNotAsExpected where a typeface, crest or broken link is left in a style sheet."""
    if re.search(r"GDS\s*Transport", style, re.IGNORECASE):
        raise AssetNotAsExpected(
            f"{name} still names GDS Transport: change FONT_FAMILY in {__file__}"
        )
    for link in LINKED_FILE.findall(style):
        if "crest" in link or "crown" in link or not (destination / link).is_file():
            raise AssetNotAsExpected(
                f"{name} links to {link}, which we do not ship: see {__file__}"
            )


def licences(node_modules: Path) -> str:
    """Who made each package that we ship a part of, and on what terms."""
    parts = []
    for package in PACKAGES:
        facts = json.loads((node_modules / package / "package.json").read_text(encoding="utf-8"))
        heading = (
            f"{facts['name']} {facts['version']}: {facts['license']}, {facts.get('homepage', '')}"
        )
        texts = sorted((node_modules / package).glob("LICEN[CS]E*"))
        parts.append("\n\n".join([heading, *(text.read_text(encoding="utf-8") for text in texts)]))
    return "\n\n".join(parts) + "\n"


def write_all(node_modules: Path, destination: Path) -> None:
    """Fills an empty folder with every file the pages link to."""
    (destination / "images").mkdir(parents=True)
    for icon in sorted((node_modules / ICONS).glob("icon-*.svg")):
        shutil.copyfile(icon, destination / "images" / icon.name)
    for script in SCRIPTS:
        text = (node_modules / script).read_text(encoding="utf-8")
        (destination / Path(script).name).write_text(plain_script(text), encoding="utf-8")
    for sheet in STYLE_SHEETS:
        style = plain_style((node_modules / sheet).read_text(encoding="utf-8"))
        require_clean(sheet, style, destination)
        (destination / Path(sheet).name).write_text(style, encoding="utf-8")
    (destination / "LICENCES.txt").write_text(licences(node_modules), encoding="utf-8")


def build(node_modules: Path, destination: Path) -> None:
    """Replaces the destination with a fresh build; a build that fails leaves the old one alone."""
    fresh, old = destination.with_name("vendor.new"), destination.with_name("vendor.old")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    write_all(node_modules, fresh)
    if destination.exists():
        destination.rename(old)
    fresh.rename(destination)
    shutil.rmtree(old, ignore_errors=True)


def main() -> None:
    """Builds from node_modules beside this repository's package.json."""
    try:
        build(REPOSITORY / "node_modules", DESTINATION)
    except FileNotFoundError as missing:
        sys.exit(f"{missing.filename} is missing. Run `npm ci --ignore-scripts`, then this again.")


if __name__ == "__main__":
    main()
