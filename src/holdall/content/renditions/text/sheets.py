"""Spreadsheets, old and new: every sheet's rows with tabs between cells, by calamine."""

from collections.abc import Sequence
from typing import Any, BinaryIO

import python_calamine

from holdall.content.renditions.errors import Refused
from holdall.content.renditions.text.collector import Collector


def read_sheets(source: BinaryIO, collector: Collector) -> None:
    """Collect the cells of all sheets; raises Refused for what is no workbook."""
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(source)
        for number, name in enumerate(workbook.sheet_names):
            if number:
                collector.break_page()
            collector.add(f"{name}\n")
            for row in workbook.get_sheet_by_name(name).iter_rows():
                _add_row(row, collector)
    except (python_calamine.CalamineError, ValueError) as error:
        raise Refused(f"It is no workbook that can be read: {error}") from None


def _add_row(row: Sequence[Any], collector: Collector) -> None:
    if row.count("") == len(row):  # a sheet may have a million of them before its last cell
        collector.keep_time()
        return
    text = "\t".join(_text_of(value) for value in row).rstrip("\t")
    collector.add(f"{text}\n")


def _text_of(value: Any) -> str:
    """A cell as people write it: whole numbers without a point."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
