"""Reads a release with programs that had no part in writing it, and prints what they found as JSON."""

import json
import sys
from pathlib import Path

from read_arrow import read_arrow, read_parquet
from read_catalogue import read_catalogue
from read_data_package import read_data_package
from read_sdmx import read_observations, read_structure
from read_workbook import read_workbook


def read_release(release: Path) -> dict[str, object]:
    tables = sorted(path.stem for path in (release / "tables").glob("*.parquet"))
    faults, packaged = read_data_package(release)
    observations = {}
    for table in tables:
        more, observations[table] = read_observations(release, release / "tables" / f"{table}.sdmx.csv")
        faults += [f"{table}: {fault}" for fault in more]
    workbooks = sorted((release / "report").glob("tables.*.xlsx"))
    return {
        "faults": faults,
        "arrow": {table: read_arrow(release / "tables" / f"{table}.arrow") for table in tables},
        "parquet": {table: read_parquet(release / "tables" / f"{table}.parquet") for table in tables},
        "package": packaged,
        "flows": read_structure(release),
        "sdmx": observations,
        "workbooks": {path.name.split(".")[1]: read_workbook(path) for path in workbooks},
        "catalogue": read_catalogue(release),
    }


json.dump(read_release(Path(sys.argv[1]).resolve()), sys.stdout)
