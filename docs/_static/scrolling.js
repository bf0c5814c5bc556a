// What scrolls can be reached by Tab, and what does not is no stop on the way.
{
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight + 1;
      if (scrolls) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  document.querySelectorAll("article :is(pre, .katex-display, .table-wrapper)").forEach((element) => watch.observe(element));
}
