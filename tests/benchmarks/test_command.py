"""The command that takes figures, called wrongly and while a program is missing."""

import os
import subprocess
import sys


def bench(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        check=False,
    )


class TestBench:
    def test_names_the_figures_where_it_is_asked_for_one_that_it_does_not_have(self):
        run = bench("get_fils")

        assert run.returncode == 2
        assert "there is no figure called get_fils; names are operations: get_file, list_1000" in run.stderr

    def test_leaves_out_what_a_missing_program_would_measure_and_says_so(self, tmp_path):
        run = bench("operations", "--json", PATH=str(tmp_path))

        assert (run.returncode, run.stdout) == (0, "")
        assert run.stderr == (
            "The figures of operations are left out: wrk is not on the PATH (Debian: apt install wrk)\n"
        )
