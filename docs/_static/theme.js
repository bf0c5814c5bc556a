// Before the page is drawn: the reader's choice of light or dark.
document.body.dataset.theme = localStorage.getItem("theme") || "auto";
// The theme does this when all is loaded, and then room for its button moves the title.
document.documentElement.classList.remove("no-js");
// While a table's rows arrive its columns move: it is shown when something has come after it.
{
  const followed = (node) => node !== document.body && (node.nextSibling || followed(node.parentNode));
  const mark = () => {
    for (const table of document.querySelectorAll("table")) {
      table.classList.toggle("arriving", !followed(table));
    }
  };
  const watch = new MutationObserver(mark);
  watch.observe(document.body, {childList: true, subtree: true});
  document.addEventListener("DOMContentLoaded", () => {
    watch.disconnect();
    document.querySelectorAll(".arriving").forEach((table) => table.classList.remove("arriving"));
  });
}
