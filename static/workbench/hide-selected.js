// Selecting words in the marked text puts them into the field of what is to be hidden; the page works without it.
(function () {
  "use strict";
  var form = document.getElementById("marking");
  var field = document.getElementById("added-new");
  if (!form || !field) return;
  document.addEventListener("mouseup", function () {
    var chosen = window.getSelection();
    var words = chosen ? chosen.toString().trim() : "";
    if (!words || words.length > 60 || !chosen.anchorNode) return;
    var place = chosen.anchorNode.parentElement;
    if (place && place.closest("[data-marked]") && !place.closest("ins")) field.value = words;
  });
})();
