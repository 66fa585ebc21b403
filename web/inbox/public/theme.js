// Before the first paint, so that a dark desk does not flash white. A file of its own: the page allows no inline script.
(function () {
  try {
    var theme = localStorage.getItem('ombud.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    var locale = localStorage.getItem('ombud.locale');
    if (locale) document.documentElement.lang = locale;
  } catch {
    // Storage may be forbidden: then it is as the system has it.
  }
})();
