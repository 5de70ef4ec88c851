"""A reader's hands and eyes: drag a slider, and say what is seen."""

import json


class Explorer:
    """One explorer in a page."""

    def __init__(self, page, number: int):
        self.page = page
        self.node = page.locator("figure.live").nth(number)
        self.node.locator(".live-picture svg").wait_for(timeout=60_000)
        self.page.wait_for_function("node => node.dataset.shown", arg=self.node.element_handle())

    def slider(self, number: int):
        """Return a slider by its place from the top."""
        return self.node.locator("input[type=range]").nth(number)

    def box(self, number: int):
        """Return the number box beside a slider."""
        return self.node.locator("[role=spinbutton]").nth(number)

    @property
    def formula(self):
        """The box in which a formula is typed."""
        return self.node.locator(".live-formula input")

    def button(self, name: str):
        """Return a button by what it does."""
        return self.node.get_by_role("button", name=name)

    @property
    def sentence(self) -> str:
        """The visible caption."""
        return self.node.locator("figcaption > span").first.inner_text()

    @property
    def words(self) -> str:
        """The caption as a screen reader finds it."""
        return self.node.locator("figcaption .live-unseen").text_content()

    @property
    def said(self) -> str:
        """What a screen reader has been given to say, and has not been told to forget."""
        return self.node.locator("[aria-live]").text_content()

    @property
    def picture(self):
        """The picture, which has a name and a description."""
        return self.node.locator(".live-picture svg").first

    @property
    def shown(self) -> dict:
        """The values the picture is drawn for."""
        return json.loads(self.node.get_attribute("data-shown"))

    @property
    def complaint(self) -> str:
        """What the explorer says is wrong."""
        return self.node.locator(".live-complaint").inner_text()

    def paths(self) -> list[str]:
        """Return the outlines of all that moves, as they are drawn."""
        return self.node.evaluate(
            "node => [...node.querySelectorAll('[id^=live-] > path')].map(p => p.getAttribute('d'))"
        )

    def drag(self, number: int, start: float, end: float, steps: int = 20):
        """Drag a slider's thumb between two fractions of its length, yielding at every step."""
        slider = self.slider(number)
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        y = box["y"] + box["height"] / 2
        # The very ends belong to the thumb's rounding and may lie just outside.
        start, end = (min(max(x, 0.005), 0.995) for x in (start, end))
        mouse = self.page.mouse
        mouse.move(box["x"] + start * box["width"], y)
        mouse.down()
        for i in range(1, steps + 1):
            mouse.move(box["x"] + (start + (end - start) * i / steps) * box["width"], y)
            yield i
        mouse.up()

    def wait_for(self, words: str) -> None:
        """Wait until the sentence has these words in it."""
        self.page.wait_for_function(
            "([caption, words]) => caption.textContent.includes(words)",
            arg=[self.node.locator("figcaption > span").first.element_handle(), words],
            timeout=10_000,
        )
