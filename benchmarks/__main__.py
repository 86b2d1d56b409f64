"""`make bench`: how fast `/visit` is answered, beside a Bolt that only acks.

`python -m benchmarks [LEADS [VISITS]]`; 100,000 and 10,000 unless told otherwise.
"""

import asyncio
import sys

from benchmarks import visit

if __name__ == "__main__":
    told = [int(figure) for figure in sys.argv[1:]]
    asyncio.run(visit.compare(*[*told, *(100_000, 10_000)[len(told) :]]))
