// The preview's side in the browser: reloads the page when a build changed it, and shows
// what a save broke. Only `secondstory serve` adds it, in memory; no site on disk has it.
"use strict";
(() => {
  const seen = document.currentScript.dataset.seen;
  const HIDDEN = "secondstory-hidden";
  let stream = null;

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  const style = make("link", { rel: "stylesheet", href: "/__secondstory/live.css" });
  const unstyled = (element) => getComputedStyle(element).position !== "fixed";
  // In the page before it says anything: a live region announces only what changes in it.
  const region = make("div", { role: "status" });
  document.body.append(region);

  // `code` in a hint stands between backticks.
  const prose = (text) =>
    text.split("`").map((part, index) => (index % 2 ? make("code", { textContent: part }) : part));

  const row = ({ number, text, mark }) => {
    const cells = (name, head, body) =>
      make("tr", { className: name }, make("th", { scope: "row" }, head), make("td", {}, body));
    if (!mark) return [cells("", String(number), text)];
    const [start, end] = mark; // in characters, not in UTF-16 units
    // The same text, unseen, so that the caret stands below its word however wide letters are.
    const before = make("span", {}, [...text].slice(0, start).join(""));
    before.style.visibility = "hidden";
    const here = make("span", { className: "vh" }, "here");
    const caret = cells("bad car", here, before);
    caret.lastChild.append("^".repeat(end - start));
    return [cells("bad", String(number), text), caret];
  };

  const excerpt = (lines) => {
    const table = make("table", { className: "src" }, make("tbody", {}, ...lines.flatMap(row)));
    // Reachable by keyboard, for it scrolls sideways.
    const region = { className: "scroll", tabIndex: 0, role: "region", ariaLabel: "Source lines" };
    return make("div", region, table);
  };

  const count = (n) => (n === 1 ? "1 more finding" : `${n} more findings`);

  const sheet = (broken, save) => {
    const button = make("button", { className: "btn", type: "button" }, "Hide until next save");
    button.addEventListener("click", () => {
      sessionStorage.setItem(HIDDEN, save);
      region.replaceChildren();
    });
    const help = broken.hint ? [make("b", {}, "To mend it"), ": ", ...prose(broken.hint)] : [];
    const more = broken.more ? [make("p", {}, `${count(broken.more)} in this file.`)] : [];
    const heading = prose(`${broken.message} ${broken.shows}`);
    const top = make("div", { className: "top" }, make("h2", {}, ...heading), button);
    const place = [broken.where, broken.code, `saved ${broken.saved}`].filter(Boolean);
    const cite = make("p", { className: "cite" }, place.join(" · "));
    const source = broken.lines.length ? [excerpt(broken.lines)] : [];
    const parts = [top, cite, ...source, make("p", {}, ...help), ...more];
    const label = { className: "finding", ariaLabel: "Finding in your last save" };
    return make("section", label, make("div", { className: "wrap" }, ...parts));
  };

  const show = ({ page, serial, broken }) => {
    // A reload keeps the place on the page: browsers restore the scroll position.
    if (page !== seen) return location.reload();
    const save = broken && `${serial} ${broken.saved}`;
    const hidden = !broken || sessionStorage.getItem(HIDDEN) === save;
    region.replaceChildren(...(hidden ? [] : [sheet(broken, save)]));
    if (!hidden && unstyled(region.firstChild)) document.head.append(style);
  };

  // A browser opens only six connections to a host, so a page that nobody sees holds none;
  // it is told the news when it is looked at again.
  const listen = () => {
    stream?.close();
    stream = null;
    if (document.hidden) return;
    stream = new EventSource(`/__secondstory/events?page=${encodeURIComponent(location.pathname)}`);
    stream.addEventListener("message", (event) => show(JSON.parse(event.data)));
  };

  document.addEventListener("visibilitychange", listen);
  addEventListener("pageshow", (event) => event.persisted && listen());
  addEventListener("pagehide", () => stream?.close());
  listen();
})();
