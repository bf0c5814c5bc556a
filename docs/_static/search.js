"use strict";
{
  // A page on disk may not read another: there the search lists titles, and quotes nothing.
  const quotes = location.protocol !== "file:";
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = quotes;
  document.getElementById("search-results").classList.toggle("quoting", quotes);
  // A formula is there for eyes, for ears and as its source: it is quoted once, as its source.
  const textOf = Search.htmlToText;
  Search.htmlToText = (text, anchor) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    for (const formula of page.querySelectorAll(".katex")) {
      // A mark that ends a sentence with a formula is within it, as text.
      const source = formula.querySelector("annotation").textContent;
      formula.textContent = source.replace(/\\text\{(.)\}$/, "$1");
    }
    return textOf(page.documentElement.outerHTML, anchor);
  };
  // The index of all words weighs as much as several pages: only a search needs it.
  if (new URLSearchParams(location.search).get("q")) {
    Search.loadIndex(`${document.documentElement.dataset.content_root}searchindex.js`);
  }
}
