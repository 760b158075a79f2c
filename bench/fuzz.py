"""Coverage-guided fuzzing of `study`: any text gives a report or another file, never an exception.

    make fuzz            # two minutes
    make fuzz ARGS=600   # seconds

Seeds lie in bench/fuzz_seeds/, written by hand; what the run finds to be new goes to a temporary
folder. A crash is written to crash-* in the working folder and ends the run.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["secondstory", "mistune"]):
    from secondstory.extract import load_lexicon
    from secondstory.model import Source
    from secondstory.pipeline import study

LEXICON = load_lexicon()
SEEDS = Path(__file__).parent / "fuzz_seeds"
LONGEST = 4_096  # bytes
SLOWEST = 10  # seconds for one input


def one(data: bytes) -> None:
    """Study one input, and look at what every reading promises."""
    text = data.decode("utf-8", "replace")
    found = study(Source("2026-01-02-x.md", text), LEXICON)
    lines = text.count("\n") + 2
    for finding in found.findings:
        assert 1 <= finding.location.line <= lines, finding


def main() -> None:
    """Fuzz for as many seconds as the first argument says."""
    seconds = sys.argv[1] if len(sys.argv) > 1 else "120"
    with tempfile.TemporaryDirectory() as corpus:
        options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-timeout={SLOWEST}"]
        atheris.Setup([sys.argv[0], corpus, str(SEEDS), *options, "-print_final_stats=1"], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
