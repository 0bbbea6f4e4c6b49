"""Workbooks, as openpyxl reads them."""

from pathlib import Path

from openpyxl import load_workbook

SheetTable = dict[str, list[list[str | int | float | None]]]


def read_workbook(path: Path) -> SheetTable:
    """Of each sheet that has a table: the header and the rows that the table spans."""
    tables: SheetTable = {}
    for sheet in load_workbook(path).worksheets:
        for table in sheet.tables.values():
            cells = sheet[table.ref]
            if [cell.value for cell in cells[0]] != [column.name for column in table.tableColumns]:
                raise ValueError("a table has the columns of its header")
            if table.ref.split(":")[1] != sheet.dimensions.split(":")[1]:
                raise ValueError("a table ends with its sheet")
            tables[sheet.title] = [[cell.value for cell in row] for row in cells]
    return tables
