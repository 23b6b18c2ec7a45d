"""The table that every measurement prints: ratios first, which hold on another machine where seconds do not."""

import statistics
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table


def show(
    seconds: Mapping[str, Sequence[float]],
    words: Mapping[str, str],
    *,
    title: str,
    unit: str,
    size: int,
) -> None:
    """Each way by the median of its rounds, beside `copy`; then the ratio of `first` round by round."""
    middle = {way: statistics.median(every) for way, every in seconds.items()}
    ratios = [a / b for a, b in zip(seconds["first"], seconds["copy"], strict=True)]
    table = Table(title=f"{title}, median of {len(ratios)} rounds", title_justify="left")
    for heading in ("Way", "Times the COPY", f"{unit} a second", "Seconds"):
        table.add_column(heading, justify="left" if heading == "Way" else "right")
    for way, label in words.items():
        table.add_row(
            label, f"{middle[way] / middle['copy']:.2f}", f"{size / middle[way]:,.0f}", f"{middle[way]:.2f}"
        )  # fmt: skip
    console = Console(width=120)
    console.print(table)
    console.print(f"Load against COPY, round by round: {', '.join(f'{r:.2f}' for r in ratios)}")


def show_rows(
    headings: Sequence[str], rows: Sequence[Sequence[object]], *, title: str, under: str = ""
) -> None:
    """A table whose first column is words and whose other columns are numbers, ratios first."""
    table = Table(title=title, title_justify="left")
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left")
    for row in rows:
        table.add_row(*(f"{cell:,.2f}" if isinstance(cell, float) else str(cell) for cell in row))
    console = Console(width=140)
    console.print(table)
    if under:
        console.print(under)
