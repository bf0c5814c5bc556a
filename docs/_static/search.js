"use strict";
// A page on disk may not read another: there the search lists titles, and quotes nothing.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
