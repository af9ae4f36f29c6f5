// Light or dark, before anything is painted; no module, because modules come too late.
{
  const root = document.documentElement;
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    root.dataset.theme = stored() ?? (prefersDark.matches ? "dark" : "light");
  };
  /** @returns {string | null} What this reader has chosen; storage may be closed to us. */
  const stored = () => {
    try {
      return localStorage.getItem("guatu-theme");
    } catch {
      return null;
    }
  };
  root.classList.add("has-scripts");
  apply();
  prefersDark.addEventListener("change", apply);
}
