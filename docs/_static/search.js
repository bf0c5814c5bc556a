"use strict";
// A page on disk may not read another: there the search lists titles, and quotes nothing.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
// The index of all words weighs as much as several pages: only a search needs it.
if (new URLSearchParams(location.search).get("q")) {
  Search.loadIndex(`${document.documentElement.dataset.content_root}searchindex.js`);
}
