"""How a page is read in Chromium: to its end, then with all that folds open, for axe to judge."""

from axe_playwright_python.sync_playwright import Axe

STATES = [(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]
UNFOLD = """() => {
  const folded = document.querySelectorAll("details:not([open])");
  for (const one of folded) one.open = true;
  return folded.length;
}"""
# Screen by screen: what comes near is loaded and drawn.
TO_THE_END = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
    scrollTo({top: y, behavior: "instant"});
    await new Promise(requestAnimationFrame);
  }
}"""
# A picture that is broken is not decoded, which fails.
DECODE = """() => Promise.all(
  [...document.images].filter((one) => one.checkVisibility()).map((one) => one.decode())
)"""
# Two frames on, what waits for a new layout has run.
SETTLE = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SHIFT = """() => new Promise((done) => {
  let total = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) total += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(total), 200);
})"""
SIZELESS = """[...document.images]
  .filter((one) => one.checkVisibility() && !(one.naturalWidth && one.width && one.height))
  .map((one) => one.src)"""
# By how much a page may jump.
STILL = 0.02
# The families of KaTeX's fonts: of those that are loaded, and of those that letters are set in.
FONTS = """() => {
  const loaded = [...document.fonts].filter((one) => one.status === "loaded");
  const set = [...document.querySelectorAll(".katex-html, .katex-html *")].filter((one) =>
    [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())
  );
  const families = {
    loaded: loaded.map((one) => one.family),
    set: set.map((one) => getComputedStyle(one).fontFamily),
    seen: set.filter((one) => one.checkVisibility()).map((one) => getComputedStyle(one).fontFamily),
  };
  for (const name in families) {
    families[name] = families[name].map((one) => one.split(",")[0].replaceAll('"', ""))
      .filter((one) => one.startsWith("KaTeX"));
  }
  return families;
}"""
# One file has both.
TOGETHER = {"KaTeX_Main", "KaTeX_Math"}


def in_state(state):
    """Return how a page is opened at a width, light or dark."""
    width, scheme = state
    return {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}


def settled(page):
    """Wait until what was asked for has been drawn."""
    page.evaluate(SETTLE)


def jumped(page):
    """Return by how much a page has jumped so far."""
    return page.evaluate(SHIFT)


def read(page):
    """Go through a page to its end, until its fonts and pictures are there."""
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate(TO_THE_END)
    page.evaluate(DECODE)
    assert page.evaluate(SIZELESS) == []


def unfold(page):
    """Open all that folds, and read that too."""
    if page.evaluate(UNFOLD):
        settled(page)
        read(page)


def turn_back(page):
    """Scroll up a little from the end: now there is a way back to the top."""
    for move in ("scrollTo({top: document.body.scrollHeight", "scrollBy({top: -100"):
        page.evaluate(f"{move}, behavior: 'instant'}})")
        settled(page)


def check_width(page):
    """Ask that a page is no wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def check_fonts(page):
    """Ask that the families of fonts that a page's formulas are set in are there, and no others."""
    families = page.evaluate(FONTS)
    loaded, used, seen = (set(families[name]) for name in ("loaded", "set", "seen"))
    assert seen <= loaded
    needed = used | TOGETHER if used & TOGETHER else used
    assert loaded <= needed


def check_access(page, name):
    """Ask for axe's verdict on what is to be seen of a page, with the line where it is written."""
    violations = Axe().run(page).response["violations"]
    if not violations:
        return
    lines = page.evaluate("fetch(location.href).then((found) => found.text())").splitlines()

    def line(tag):
        # None, if it is of a script's making.
        return next((number for number, text in enumerate(lines, start=1) if tag in text), None)

    raise AssertionError(
        "\n".join(
            f"{name}:{line(node['html'].partition('>')[0])}: {rule['id']}: {node['html']}"
            for rule in violations
            for node in rule["nodes"]
        )
    )
