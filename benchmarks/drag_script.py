"""What a drag costs the browser's main thread, from Chromium's own trace; for `benchmarks.drag`.

Nothing runs in the page that is measured but its own scripts.
"""

from __future__ import annotations

import asyncio
import bisect
from collections import Counter
from typing import Any

from playwright.async_api import Browser, CDPSession

# What Chromium calls the running of a page's scripts. They may stand in each other.
SCRIPTS = {
    "EvaluateScript",
    "EventDispatch",
    "FireAnimationFrame",
    "FireIdleCallback",
    "FunctionCall",
    "RunMicrotasks",
    "TimerFire",
}


class Trace:
    """A trace that is being written."""

    def __init__(self, cdp: CDPSession):
        self.cdp, self.events = cdp, list[dict[str, Any]]()
        self.complete = asyncio.Event()
        cdp.on("Tracing.dataCollected", lambda data: self.events.extend(data["value"]))
        cdp.on("Tracing.tracingComplete", lambda _: self.complete.set())

    @classmethod
    async def begin(cls, browser: Browser) -> Trace:
        trace = cls(await browser.new_browser_cdp_session())
        categories = "-*,devtools.timeline,disabled-by-default-devtools.timeline"
        await trace.cdp.send(
            "Tracing.start", {"categories": categories, "transferMode": "ReportEvents"}
        )
        return trace

    async def end(self) -> list[float]:
        """Return the milliseconds of script that each input caused, until the next one."""
        await self.cdp.send("Tracing.end")
        await asyncio.wait_for(self.complete.wait(), 60)
        await self.cdp.detach()
        return script_by_input(self.events)


def script_by_input(events: list[dict[str, Any]]) -> list[float]:
    """Return for each pointer move the script that ran until the next, in ms."""
    timed = [event for event in events if event.get("ph") == "X" and event["name"] in SCRIPTS]

    def moves(event: dict[str, Any]) -> bool:
        return bool(event.get("args", {}).get("data", {}).get("type") == "pointermove")

    threads = Counter((e["pid"], e["tid"]) for e in timed if moves(e))
    if not threads:
        return []
    thread = threads.most_common(1)[0][0]
    mine = sorted(
        (event for event in timed if (event["pid"], event["tid"]) == thread),
        key=lambda event: event["ts"],
    )
    starts = [event["ts"] for event in mine if moves(event)]
    used = [0.0] * len(starts)
    covered = 0.0
    for event in mine:
        begin, finish = max(event["ts"], covered), event["ts"] + event.get("dur", 0)
        if finish > begin and (at := bisect.bisect_right(starts, event["ts"]) - 1) >= 0:
            used[at] += (finish - begin) / 1000
        covered = max(covered, finish)
    return used
