"""Arrow and Parquet, as Apache Arrow's C++ library reads them."""

from pathlib import Path

from pyarrow import Table, ipc, parquet

from wide_table import WideTable, wide_table


def read_arrow(path: Path) -> WideTable:
    with ipc.open_file(path) as reader:
        return _wide(reader.read_all())


def read_parquet(path: Path) -> WideTable:
    return _wide(parquet.read_table(path))


def _wide(table: Table) -> WideTable:
    columns = [column.to_pylist() for column in table.columns]
    return wide_table(table.column_names, zip(*columns))
