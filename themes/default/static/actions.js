/* Narrows the rows of a page by what they say of themselves, and keeps the choice in the address, so
   that a link to a view stays one. Without script the same values are links to lists. */
(() => {
  "use strict";

  const nav = document.querySelector("[data-narrow]");
  const applied = document.querySelector(".applied");
  if (!nav || !applied) return;

  const rows = [...document.querySelectorAll("tr[data-said]")].map((row) => ({
    row,
    said: new Set(row.dataset.said.split(" ")),
  }));
  const sections = [...document.querySelectorAll(".kind-of")];
  const apart = ({ said }) => said.has("show:ideas"); // stands apart until it is asked for

  /* Links become boxes; what leads to another page stays a link. */
  const form = document.createElement("form");
  form.className = nav.className;
  form.id = nav.id;
  form.setAttribute("aria-label", nav.getAttribute("aria-label"));
  const boxes = [];
  for (const section of nav.querySelectorAll("section")) {
    const group = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = section.querySelector("h2").textContent;
    group.append(legend);
    for (const link of section.querySelectorAll("a")) {
      if (!link.dataset.said) {
        link.classList.add("small");
        group.append(link);
        continue;
      }
      const [name, value] = link.dataset.said.split(/:(.*)/s);
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name, value });
      label.append(box, ...link.childNodes);
      group.append(label);
      boxes.push({ box, label, name, said: link.dataset.said, number: label.querySelector(".n") });
    }
    form.append(group);
  }
  nav.replaceWith(form);

  const status = document.createElement("span");
  status.setAttribute("role", "status");
  const all = Object.assign(document.createElement("button"), {
    type: "button",
    className: "btn",
    textContent: "Show all",
  });
  applied.append(status, all);

  /* What is asked for, by name: {state: {"state:late"}}. Names that no row knows ask for nothing. */
  const names = new Set(rows.flatMap(({ said }) => [...said].map((word) => word.split(":", 1)[0])));
  function asked() {
    const wish = new Map();
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (!names.has(name)) continue;
      if (!wish.has(name)) wish.set(name, new Set());
      wish.get(name).add(`${name}:${value}`);
    }
    return wish;
  }

  function fits(one, wish, besides) {
    for (const [name, words] of wish) {
      if (name === besides || name === "show") continue;
      if (![...words].some((word) => one.said.has(word))) return false;
    }
    const told = wish.has("show") || (wish.get("state") || new Set()).has("state:idea");
    return !apart(one) || told || besides === "show";
  }

  function narrow() {
    const wish = asked();
    let shown = 0;
    for (const one of rows) {
      one.row.hidden = !fits(one, wish);
      shown += !one.row.hidden;
    }
    for (const section of sections) section.hidden = !section.querySelector("tr[data-said]:not([hidden])");
    for (const { box, label, name, said, number } of boxes) {
      const count = rows.filter((one) => one.said.has(said) && fits(one, wish, name)).length;
      box.checked = (wish.get(name) || new Set()).has(said);
      number.textContent = count.toLocaleString("en");
      label.classList.toggle("zero", !count);
    }
    status.textContent = wish.size ? `${shown} of ${rows.length} shown` : "";
    all.hidden = !wish.size;
  }

  function go(words) {
    const search = words.map(({ name, value }) => [name, value]);
    const query = new URLSearchParams(search).toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
    narrow();
  }

  form.addEventListener("change", () => {
    const known = new Set(boxes.map(({ said }) => said));
    const others = [...new URLSearchParams(location.search)]
      .filter(([name, value]) => names.has(name) && !known.has(`${name}:${value}`))
      .map(([name, value]) => ({ name, value }));
    go([...others, ...boxes.filter(({ box }) => box.checked).map(({ box }) => box)]);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  all.addEventListener("click", () => {
    go([]);
    (boxes[0] || { box: document.body }).box.focus();
  });
  addEventListener("popstate", narrow);

  narrow();
  /* A link to a row or a part that stands apart shows it. */
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.closest("[hidden]")) {
    go([{ name: "show", value: "ideas" }]);
    target.scrollIntoView();
  }
})();
