/* Everything here only adds comfort: each page does its work without it. */
document.documentElement.classList.add("has-script");
