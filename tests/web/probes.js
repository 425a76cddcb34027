// Questions that a test asks an open page; each answers with a list of what is wrong.
({
  // Text below 4.5:1 against the nearest opaque ground (WCAG 2.2, 1.4.3).
  lowContrast() {
    const channel = (v) => (v / 255 <= .03928 ? v / 255 / 12.92 : ((v / 255 + .055) / 1.055) ** 2.4);
    const light = ([r, g, b]) => .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
    const rgb = (text) => (text.match(/[\d.]+/g) || []).map(Number);
    const ground = (element) => {
      for (let e = element; e; e = e.parentElement) {
        const colour = rgb(getComputedStyle(e).backgroundColor);
        if (colour.length === 3 || colour[3] === 1) return colour.slice(0, 3);
      }
      return [255, 255, 255];
    };
    const spared = "svg, script, [disabled], .unseen, .skip, .ol-viewport";
    const low = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const element = walk.currentNode.parentElement;
      const text = walk.currentNode.data.trim().slice(0, 20);
      if (!text || element.closest(spared) || !element.offsetParent) continue;
      const pair = [light(rgb(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => b - a);
      const ratio = (pair[0] + .05) / (pair[1] + .05);
      if (ratio < 4.5) low.push(`${ratio.toFixed(2)} ${element.className} ${text}`);
    }
    return low;
  },

  // Pictures and controls without a name for a screen reader.
  unnamed() {
    return [...document.querySelectorAll("img, svg, input, select, textarea, button, a")].filter((e) => {
      if (e.closest("[aria-hidden=true]") || e.type === "hidden" || !e.getClientRects().length) return false;
      if (e.localName === "svg") return !e.getAttribute("aria-label");
      if (e.localName === "img") return !e.hasAttribute("alt");
      const label = e.labels && e.labels.length ? e.labels[0].textContent : "";
      return !(e.getAttribute("aria-label") || e.title || label || e.textContent).trim();
    }).map((e) => e.outerHTML.slice(0, 90));
  },

  // Controls lower than `least` pixels.
  smallTargets(least) {
    const controls = ".btn, .nav a, .menu > summary, .tools a, .doors a, .pager a, .foot a, .tabs a, .field select, .find input";
    return [...document.querySelectorAll(controls)].filter((e) => {
      const box = e.getBoundingClientRect();
      return box.width > 0 && box.height < least - .5;
    }).map((e) => `${e.className} ${e.textContent.trim()} ${e.getBoundingClientRect().height}`);
  },

  // Headings that leave out a level, and a page without exactly one first heading.
  brokenHeadings() {
    const levels = [...document.querySelectorAll("h1, h2, h3, h4")].map((e) => Number(e.localName[1]));
    const wrong = levels.map((level, i) => [levels[i - 1] ?? 0, level]).filter(([above, level]) => level > above + 1);
    return levels.filter((level) => level === 1).length === 1 ? wrong : [...wrong, ["h1", levels]];
  },

  // Pixels by which the page is wider than the window.
  tooWide() {
    const extra = document.documentElement.scrollWidth - innerWidth;
    return extra > 0 ? [extra] : [];
  },

  // Text that was decoded wrongly or not translated.
  garbled() {
    return document.body.innerText.match(/\uFFFD|锟斤拷|Ã|Èý|\{\w+\}|None/g) || [];
  },
})
