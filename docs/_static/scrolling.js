// What scrolls can be reached by Tab, and what does not is no stop on the way.
{
  const mark = (element) => {
    const scrolls = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight + 1;
    if (scrolls) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
  };
  const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => mark(target)));
  const shown = ":is(div.output.text_html, div.output_html):not(:has(figure))";
  const elements = document.querySelectorAll(`article :is(pre, .katex-display, .table-wrapper, ${shown})`);
  elements.forEach((element) => watch.observe(element));
  // Fonts that arrive late make the content wider and not its box.
  document.fonts.ready.then(() => elements.forEach(mark));
}
