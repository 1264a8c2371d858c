"""The process beside the service: it answers, it may die or hang, and the next question finds a new one."""

import asyncio
import sys

import pytest

from worker.errors import UnprocessableError
from worker.reasons import Reason
from worker.web.side_process import SideProcess

PROGRAM = """
import json, os, sys, time
for line in sys.stdin:
    row = json.loads(line)
    if row["do"] == "die":
        os._exit(3)
    if row["do"] == "hang":
        time.sleep(600)
    if row["do"] == "grow":
        bytearray(4_000_000_000)
    print(json.dumps({"process": os.getpid()}), flush=True)
"""


@pytest.mark.parametrize(("does", "reason"), [("die", Reason.CRASH), ("grow", Reason.CRASH), ("hang", Reason.TIMEOUT)])
def test_what_ends_it_costs_one_answer_alone(does: str, reason: Reason) -> None:
    async def ask_three() -> None:
        beside = SideProcess([sys.executable, "-c", PROGRAM], time_limit_s=1.0, memory_bytes=1_000_000_000)
        first = await beside.ask({"do": "answer"})
        assert await beside.ask({"do": "answer"}) == first
        with pytest.raises(UnprocessableError) as ended:
            await beside.ask({"do": does})
        assert ended.value.reason is reason
        assert await beside.ask({"do": "answer"}) != first
        await beside.close()

    asyncio.run(ask_three())
