/* Small things to draw: elements from text, highlighted segments, and the marks of severity,
   near miss and recurrence as in the theme's icons.html. Never from markup. */
__ss.part("marks", function (ss) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";

  /* el("a", {href}, child, ...): attributes that are null or false are left out, texts become text. */
  function el(name, attributes = {}, ...children) {
    const node = document.createElement(name);
    setAll(node, attributes);
    node.append(...children.flat().filter((child) => child !== null && child !== ""));
    return node;
  }

  function setAll(node, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
    }
  }

  function highlighted(parts) {
    return parts.map(([text, kind]) =>
      kind ? el("mark", { class: kind === 2 ? "near" : null }, text) : text,
    );
  }

  function draw(name, shapes) {
    const svg = document.createElementNS(SVG, "svg");
    setAll(svg, { class: "g", viewBox: "0 0 16 16", "aria-hidden": "true" });
    for (const [shape, attributes] of shapes) {
      const node = document.createElementNS(SVG, shape);
      setAll(node, attributes);
      svg.append(node);
    }
    return svg;
  }

  function icon(name) {
    const line = { fill: "none", stroke: "currentColor", "stroke-width": "1.8" };
    if (name === "glass") {
      return draw(name, [
        ["circle", { cx: 7, cy: 7, r: 4.6, ...line }],
        ["path", { d: "m10.4 10.4 4 4", ...line }],
      ]);
    }
    if (name === "near")
      return draw(name, [["path", { d: "M8 1.8 14.2 8 8 14.2 1.8 8Z", ...line }]]);
    if (name.startsWith("sev")) return draw(name, floors(5 - Number(name.slice(3))));
    const [, strokes, why] = /^t(\d)([nhu])$/.exec(name) || [];
    return strokes ? draw(name, [["path", { d: tally(Number(strokes), why), ...line }]]) : "";
  }

  /* Severity: four floors, filled from the ground; an empty floor is a hairline. */
  function floors(filled) {
    return [0, 1, 2, 3].map((floor) => {
      const y = ((floor < filled ? 11.6 : 13.6) - 3.8 * floor).toFixed(1);
      return ["rect", { x: 1.5, y, width: 13, height: floor < filled ? 2.9 : 0.9 }];
    });
  }

  /* Recurrence: a stroke each time; the last is dashed (not shipped), broken (did not hold) or whole. */
  function tally(strokes, why) {
    const last = { u: "v12", n: "v2.6m0 2.1v2.6m0 2.1v2.6", h: "v4.6l2 2.2m-2 5.2v-3.6" }[why];
    return Array.from({ length: strokes }, (_, stroke) => {
      const x = (8 - (strokes - 1) * 1.6 + stroke * 3.2).toFixed(1);
      return `M${x} 2${stroke === strokes - 1 ? last : "v12"}`;
    }).join("");
  }

  function chip(mark) {
    if (!mark) return null;
    const [kind, name, text] = mark;
    return el("span", { class: `chip ${kind}` }, name ? icon(name) : "", text);
  }

  const plural = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

  Object.assign(ss, { el, highlighted, icon, chip, plural });
});
