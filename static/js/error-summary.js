/* A form that came back with errors: the summary is read first. */
(() => {
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
