// Before the page is drawn: the reader's choice of light or dark.
document.body.dataset.theme = localStorage.getItem("theme") || "auto";
// The theme does this when all is loaded, and then room for its button moves the title.
document.documentElement.classList.remove("no-js");
