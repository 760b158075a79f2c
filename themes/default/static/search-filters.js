/* What `field:value` means and how facets are counted and ordered, for either engine. */
__ss.part("filters", function (ss) {
  "use strict";

  const ENOUGH = 3; // reports: where fewer have all terms, those with some of them follow
  const SETS = ["open", "near-miss"];

  const plain = (name) => ss.fold(name).replace(/[^\p{L}\p{N}]+/gu, "");

  /* The values that `field:value` means, or none: the exact name, else names that begin so.
     `names` are those that reports have under the field. */
  function meant(names, field, written) {
    const value = plain(written);
    if (field === "in") return ss.PLACES.filter((place) => value && place.startsWith(value));
    if (field === "year" && value === "undated") return [""];
    const known = field === "is" ? SETS : names.filter(Boolean);
    const forms = field === "severity" ? [value, `sev${value}`] : [value];
    const exact = known.filter((name) => forms.includes(plain(name)));
    return exact.length || !value ? exact : known.filter((name) => plain(name).startsWith(value));
  }

  /* Filters chosen beside the query, of the fields that there are. */
  function readChosen(chosen, fields) {
    return Object.entries(chosen)
      .filter(([field, values]) => (field === "in" || fields.includes(field)) && values.length)
      .map(([field, values]) => ({ field, values, chosen: true }));
  }

  const readTyped = (filters) =>
    filters.filter(({ chosen }) => !chosen).map(({ field, values }) => [field, values]);

  /* The filters under which a field is counted: what there is without the choice in it. */
  function besides(filters, field) {
    return filters.filter((one) => one.field !== field || field === "is" || !one.chosen);
  }

  const asksForOpen = (filters) =>
    filters.some(({ field, values }) => field === "is" && values.includes("open"));

  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const byCount = (a, b) => b[1] - a[1] || compare(a[0], b[0]);
  const ORDER = {
    year: (a, b) => compare(b[0], a[0]),
    severity: (a, b) => compare(a[0] || "~", b[0] || "~"),
  };

  /* [[value, count]] in the order in which a field lists them. */
  const facetOrder = (field, counts) => counts.sort(ORDER[field] || byCount);

  Object.assign(ss, { ENOUGH, SETS, asksForOpen, besides, facetOrder, meant });
  Object.assign(ss, { readChosen, readTyped });
});
