"""Writing and reading much of a file."""

import os
from pathlib import Path

from holdall.base.files import do_not_keep, write_all

CONTENT = os.urandom(700_001)


def test_all_bytes_are_written_after_those_that_are_there(tmp_path: Path):
    descriptor = os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)

    write_all(descriptor, b"")
    write_all(descriptor, CONTENT)
    write_all(descriptor, memoryview(CONTENT)[:10])

    os.close(descriptor)
    assert (tmp_path / "file").read_bytes() == CONTENT + CONTENT[:10]


def test_what_is_not_kept_in_memory_is_still_in_the_file_also_where_it_was_just_written(tmp_path: Path):
    descriptor = os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
    write_all(descriptor, CONTENT)

    do_not_keep(descriptor, 0, len(CONTENT))

    assert os.pread(descriptor, len(CONTENT), 0) == CONTENT
    os.close(descriptor)


def test_nothing_that_the_system_does_not_take_is_an_error(tmp_path: Path):
    reading, writing = os.pipe()

    do_not_keep(reading, 0, 100)

    os.close(reading)
    os.close(writing)
