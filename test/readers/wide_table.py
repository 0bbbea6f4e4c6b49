from collections.abc import Iterable, Sequence
from typing import TypedDict


class WideTable(TypedDict):
    """A table as text, a list for each row; nothing is None."""

    columns: list[str]
    rows: list[list[str | None]]


def wide_table(columns: Iterable[str], rows: Iterable[Sequence[object]]) -> WideTable:
    texts = [[None if value is None else str(value) for value in row] for row in rows]
    return {"columns": list(columns), "rows": texts}
