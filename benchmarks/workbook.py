"""How long a workbook takes: `python benchmarks/workbook.py [--repeats 5]`.

For every bundled case: CPU milliseconds to write it as a workbook and to read it again, the median over
repeats after one that is not counted (imports), and the size of the file.
"""

import argparse
import statistics
import time
from collections.abc import Callable

from detente.case.library import example, examples
from detente.case.workbook.reader import workbook_as_read
from detente.case.workbook.writer import workbook_bytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    print(f"{'case':<22}{'write ms':>10}{'read ms':>10}{'KB':>8}")
    for name in examples():
        case = example(name)
        book = workbook_bytes(case)
        if workbook_as_read(book, where=name).case != case:
            raise SystemExit(f"{name}: what was read is not what was written")
        write = median(lambda case=case: workbook_bytes(case), repeats)
        read = median(lambda book=book, name=name: workbook_as_read(book, where=name), repeats)
        print(f"{name:<22}{write:>10.0f}{read:>10.0f}{len(book) / 1000:>8.0f}")


def median(work: Callable[[], object], repeats: int) -> float:
    """The median of CPU milliseconds."""
    found = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        found.append(1000 * (time.process_time() - began))
    return statistics.median(found)


if __name__ == "__main__":
    main()
