"""`make bench`: how fast `/visit` is answered, beside a Bolt that only acks, and notices posted, beside a bare loop.

`python -m benchmarks [LEADS [VISITS]]`; 100,000 and 10,000 unless told otherwise. One alone: `python -m
benchmarks.delivery`.
"""

import asyncio
import sys

from benchmarks import delivery, forecast, same, visit

if __name__ == "__main__":
    told = [int(figure) for figure in sys.argv[1:]]
    asyncio.run(visit.compare(*[*told, *(100_000, 10_000)[len(told) :]]))
    asyncio.run(delivery.compare())
    asyncio.run(same.compare(100_000))
    asyncio.run(forecast.compare(100_000))
