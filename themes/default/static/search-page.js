/* The search page: the same results as headings and links, with the search in the address, so
   that Back, reload and a shared link all lead to it. */
__ss.part("page", function (ss) {
  "use strict";

  const LIMIT = 20;

  let opened = false;

  function openPage(form) {
    if (opened) return;
    opened = true;
    const input = form.elements.q;
    const slots = ss.frame(ss.el("div", { class: "groups" }));
    document.getElementById("results").replaceChildren(slots.said, slots.live, slots.split);

    const finder = ss.finder({
      slots,
      input,
      limit: LIMIT,
      draw,
      changed: (search, typed) => {
        const address = ss.address(search);
        if (typed) history.replaceState(null, "", address);
        else if (address !== location.href) history.pushState(null, "", address);
      },
    });

    /* The page's own lists are the way in until there is something to show. */
    function draw(answer, search) {
      const idle = answer.browsing && !ss.toParams(search);
      const held = slots.list.contains(document.activeElement) ? document.activeElement.href : "";
      slots.list.replaceChildren(...(idle ? [] : ss.pageList(answer)));
      const again = [...slots.list.querySelectorAll("a")].find(({ href }) => href === held);
      if (again) again.focus();
      [slots.said, slots.split].forEach((slot) => {
        slot.hidden = idle;
      });
      const browse = document.getElementById("browse");
      if (browse) browse.hidden = answer.groups.length > 0 && !idle;
    }

    function restore() {
      finder.search = ss.fromParams(location.search);
      input.value = finder.search.text;
      finder.ask();
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      // Typing replaces the address; Enter keeps it as a place to come Back to.
      history.pushState(null, "", ss.address(finder.search));
    });
    window.addEventListener("popstate", restore);
    const typed = input.value;
    restore();
    if (typed && !finder.search.text) finder.turn({ text: typed });
  }

  Object.assign(ss, { openPage });
});
