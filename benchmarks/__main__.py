"""`make bench`: how fast `/visit` is answered, beside a Bolt that only acks."""

import asyncio
import sys

from benchmarks import visit

if __name__ == "__main__":
    leads, visits = (
        (int(figure) for figure in (*sys.argv[1:3], "100000", "10000")[:2]) if len(sys.argv) > 2 else (100_000, 10_000)
    )
    asyncio.run(visit.compare(leads, visits))
