"""How fast the playground draws and trains, in Chromium.

Run it as ``python benchmarks/playground.py`` where the book is built and the environment is that of
``nox -s browser``; it writes benchmarks/results/playground.json. Frames are counted while a
weight's slider is dragged back and forth, steps while the largest network of the menu trains as
fast as it goes and is drawn meanwhile.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from pathlib import Path

from _record import circumstances
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "playground.json"
LARGEST = "n3"  # two layers of sixteen
SECONDS = 5.0
COUNT_FRAMES = """() => {
    const start = !("frames_seen" in window);
    window.frames_seen = 0;
    const count = () => { window.frames_seen += 1; requestAnimationFrame(count); };
    if (start) requestAnimationFrame(count);
}"""


def drag(page: Page) -> float:
    """Return frames a second while a slider is dragged."""
    slider = page.locator(".part-weights details[open] input[type=range]").first
    box = slider.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.evaluate(COUNT_FRAMES)
    start, k = time.perf_counter(), 0
    while time.perf_counter() - start < SECONDS:
        page.mouse.move(box["x"] + box["width"] * (0.25 + 0.5 * (k % 40) / 40), y)
        k += 1
    frames = page.evaluate("window.frames_seen") / (time.perf_counter() - start)
    page.mouse.up()
    return float(frames)


def train(page: Page) -> float:
    """Return steps a second of the largest network."""
    page.select_option("#pg-network", LARGEST)
    page.select_option("#pg-speed", "as fast as it goes")
    page.click("#pg-run")
    start = time.perf_counter()
    page.wait_for_timeout(1000 * SECONDS)
    page.click("#pg-run")
    took = time.perf_counter() - start
    steps = re.search(r"(\d+) steps", page.locator(".part-says").inner_text())
    assert steps is not None
    return int(steps[1]) / took


def main() -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    found: dict[str, float] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, width in (("desktop", 1280), ("phone", 360)):
            page = browser.new_page(viewport={"width": width, "height": 800})
            page.goto((ROOT / "build" / "html" / "playground.html").as_uri())
            page.wait_for_selector(".playground.alive")
            page.locator(".part-weights input[type=range]").first.scroll_into_view_if_needed()
            found[f"frames a second while dragging, parity, {name}"] = round(drag(page), 1)
            page.select_option("#pg-task", "minimum")
            page.locator(".part-weights input[type=range]").first.scroll_into_view_if_needed()
            found[f"frames a second while dragging, min, {name}"] = round(drag(page), 1)
            page.select_option("#pg-task", "parity-16")
            page.select_option("#pg-network", LARGEST)
            page.locator(".part-weights details").first.click()
            page.locator(".part-weights input[type=range]").first.scroll_into_view_if_needed()
            found[f"frames a second while dragging, largest network, {name}"] = round(drag(page), 1)
            found[f"steps a second, largest network, {name}"] = round(train(page))
        version = browser.version
        browser.close()
    measured = circumstances("playwright")
    measured["versions"]["chromium"] = version
    result = {
        "command": "python benchmarks/playground.py",
        **measured,
        "measured": found,
    }
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    for name, value in found.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
