"""The data package, as Frictionless reads and validates it: types, categories, keys, hashes, sizes."""

from pathlib import Path

from frictionless import Package

from wide_table import WideTable, wide_table


def read_data_package(release: Path) -> tuple[list[str], dict[str, WideTable]]:
    """Faults, and the tables that are there as CSV."""
    package = Package(str(release / "datapackage.json"))
    faults = [str(fault) for fault in package.validate().flatten(["title", "message"])]
    tables = {}
    for resource in package.resources:
        if resource.format == "csv":
            names = [field.name for field in resource.schema.fields]
            tables[resource.name] = wide_table(names, [list(row.values()) for row in resource.read_rows()])
    return faults, tables
