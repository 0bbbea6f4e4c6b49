"""SDMX-CSV by the structure beside it, as pysdmx reads both; it holds the structure to its official schema."""

from pathlib import Path

from pandas import isna
from pysdmx.io import get_datasets, read_sdmx

from wide_table import WideTable, wide_table


def read_structure(release: Path) -> list[str]:
    """Names of data flows."""
    message = read_sdmx(str(release / "structure.sdmx.json"), validate=True)
    return sorted(flow.id for flow in message.get_dataflows())


def read_observations(release: Path, path: Path) -> tuple[list[str], WideTable]:
    """What does not follow the structure, and the observations."""
    (dataset,) = get_datasets(str(path), str(release / "structure.sdmx.json"), validate=True)
    components = {component.id: component for component in dataset.structure.components}
    faults = [f"no column {name}" for name in components if name not in dataset.data.columns]
    for name in dataset.data.columns:
        component = components.get(name)
        if component is None:
            faults.append(f"column {name} is of no component")
        elif component.enumeration is not None:
            codes = {code.id for code in component.enumeration}
            faults += [f"{name} has no code {code}" for code in dataset.data[name].unique() if code not in codes]
    rows = [[None if isna(value) else value for value in row] for row in dataset.data.itertuples(index=False)]
    return faults, wide_table(dataset.data.columns, rows)
