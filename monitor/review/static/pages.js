"use strict";
// Conveniences only: every page works without this file.

// A box in the head of a list ticks all boxes of its rows.
for (const all of document.querySelectorAll("input[data-ticks]")) {
  const boxes = () => document.querySelectorAll(`input[name="${all.dataset.ticks}"]`);
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
  });
}

// A reason brings along whose doing it usually was; a typed date chooses itself.
for (const list of document.querySelectorAll("select[data-sets]")) {
  list.addEventListener("change", () => {
    const usual = list.selectedOptions[0]?.dataset[list.dataset.sets];
    for (const choice of list.form.elements[list.dataset.sets]) choice.checked = choice.value === usual;
  });
}
for (const field of document.querySelectorAll("input[data-chooses]")) {
  field.addEventListener("input", () => {
    const choice = field.parentElement.querySelector(`input[value="${field.dataset.chooses}"]`);
    if (field.value) choice.checked = true;
  });
}

// A form is sent once, however often its button is pressed.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (event.submitter?.dataset.download !== undefined) return; // this page stays
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
