"""Steps through time on the live map: how long each takes."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from playwright.sync_api import Page

STEPS_MS = """async ({ key, shiftKey, times }) => {
  const track = document.getElementById("track");
  const frame = () => new Promise(requestAnimationFrame);
  const [frames, scripts] = [[], []];
  let last = await frame();
  for (let nth = 0; nth < times; nth += 1) {
    const begun = performance.now();
    const options = { key, shiftKey, bubbles: true };
    track.dispatchEvent(new KeyboardEvent("keydown", options));
    scripts.push(performance.now() - begun);
    const next = await frame();
    frames.push(next - last);
    last = next;
  }
  return { frames, scripts };
}"""
"""From one frame to the next, a step in each: what somebody who scrubs sees."""


@dataclass(frozen=True, slots=True)
class Steps:
    """How long steps took, medians in milliseconds."""

    frame_ms: float
    """From one frame to the next."""
    scripts_ms: float
    """Of which the page's own scripts; the rest is the browser's, which draws."""


def steps(page: Page, key: str, times: int, *, shift: bool = False) -> Steps:
    """Step through time by a key, a step a frame."""
    asked = {"key": key, "shiftKey": shift, "times": times}
    found: dict[str, list[float]] = page.evaluate(STEPS_MS, asked)
    return Steps(
        statistics.median(found["frames"]), statistics.median(found["scripts"])
    )
