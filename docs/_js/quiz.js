// Checks the answers of a page's questions; nothing leaves the page.

import {NoAnswer, accepts} from "./answer.js";

for (const form of document.querySelectorAll("[data-quiz]")) {
  const [input, verdict] = [form.querySelector("input"), form.querySelector(".verdict")];
  const item = JSON.parse(form.dataset.quiz);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    try {
      const right = accepts(item, input.value);
      verdict.textContent = right ? "Right." : "No. Try again, or unfold the answer.";
      form.dataset.right = right;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      verdict.textContent = error.message;
      delete form.dataset.right;
    }
  });
}
