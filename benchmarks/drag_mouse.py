"""A mouse that drags in Chromium at the pace of a real one, for `benchmarks.drag`."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from playwright.async_api import CDPSession

PERIOD = 0.008


@dataclass
class Mouse:
    """A mouse on a slider's track; its place goes from 0 at the left end to 1.

    On an upright track it goes from the foot to the head.
    """

    cdp: CDPSession
    box: Any
    place: float = 0.15
    upright: bool = False

    async def send(self, kind: str) -> None:
        across, down = (0.5, 1 - self.place) if self.upright else (self.place, 0.5)
        await self.cdp.send(
            "Input.dispatchMouseEvent",
            {
                "type": kind,
                "x": self.box["x"] + across * self.box["width"],
                "y": self.box["y"] + down * self.box["height"],
                "button": "left",
                "buttons": int(kind == "mouseMoved"),
                "clickCount": int(kind != "mouseMoved"),
            },
        )

    async def press(self) -> None:
        await self.send("mousePressed")

    async def move(self, place: float) -> None:
        self.place = place
        await self.send("mouseMoved")

    async def release(self) -> None:
        await self.send("mouseReleased")

    async def sweep(self, seconds: float) -> None:
        """Go back and forth with constant speed, reporting at the rate of a usual mouse."""
        start = time.perf_counter()
        sent = []
        while (passed := time.perf_counter() - start) < seconds:
            # From 0.15 to 0.85 and back in 1.4 s.
            place = 0.85 - 0.7 * abs(passed / 0.7 % 2 - 1)
            sent.append(asyncio.create_task(self.move(place)))
            due = start + len(sent) * PERIOD
            await asyncio.sleep(max(0, due - time.perf_counter()))
        await asyncio.gather(*sent)
