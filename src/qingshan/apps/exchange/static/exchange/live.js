// The market as it happens: levels, offers and tape of this page; without it the page says what was true when it was made.
(() => {
  "use strict";
  const line = document.getElementById("live");
  if (!line || !window.ReadableStream) return;
  const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const QUIET_MS = 40000;
  const REDRAW_MS = 600;
  let place = line.dataset.since;
  let backMs = 3000;
  let quiet;
  let redrawing;

  const show = (selector, name, isShown) => line.querySelectorAll(selector).forEach((part) => {
    part.hidden = Object.values(part.dataset).includes(name) ? !isShown : true;
  });
  const alive = (isAlive) => {
    line.hidden = false;
    show("[data-word]", isAlive ? "live" : "paused", true);
  };
  const say = (name, words = "") => {
    show("[data-news]", name, true);
    const said = line.querySelector(`[data-news="${name}"] [data-said]`);
    if (said) said.textContent = words;
  };
  const offerReload = () => { line.querySelector("[data-again]").hidden = false; };

  // Lists come again from the site as it writes them; who stood on a link stands on the same one afterwards.
  const redraw = async () => {
    const answer = await fetch(window.location.href, { credentials: "omit", cache: "no-store" });
    if (!answer.ok) { offerReload(); return; }
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelectorAll("[data-redraw]").forEach((part) => {
      const fresh = made.querySelector(`[data-redraw="${part.dataset.redraw}"]`);
      if (!fresh) return;
      const at = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
      part.replaceChildren(...document.adoptNode(fresh).childNodes);
      if (at) [...part.querySelectorAll("a")].find((link) => link.getAttribute("href") === at)?.focus();
    });
  };
  // Many messages make one redrawing, and not all pages ask in the same moment.
  const redrawSoon = () => {
    if (!document.querySelector("[data-redraw]")) { offerReload(); return; }
    clearTimeout(redrawing);
    redrawing = setTimeout(() => { redraw().catch(offerReload); }, REDRAW_MS * (1 + Math.random()));
  };

  const grouped = (text) => {
    const [whole, rest] = text.split(".");
    const told = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    return rest ? `${told}.${rest}` : told;
  };
  const cells = (row) => [...row.children].map((cell) => cell.querySelector("span") ?? cell);

  const fillLevels = (levels) => Object.entries(levels).forEach(([side, rows]) => {
    const place = document.querySelector(`[data-levels="${side}"]`);
    if (!place) return;
    const name = rows.length ? "filled" : "blank";
    place.replaceChildren(document.querySelector(`template[data-${name}="${side}"]`).content.cloneNode(true));
    const first = place.querySelector("tbody tr");
    rows.forEach((level) => {
      const row = first.cloneNode(true);
      const told = [grouped(level.yuan_per_tonne), grouped(level.tonnes), String(level.orders)];
      cells(row).forEach((cell, at) => { cell.textContent = told[at]; });
      first.before(row);
    });
    first?.remove();
  });

  const fillTape = (deal, ticket) => {
    const tape = document.querySelector("[data-tape]");
    const first = tape?.querySelector("tbody tr");
    if (!first) return;
    const isThere = [...tape.querySelectorAll("tbody th")].some((head) => head.textContent.trim() === deal.number);
    if (isThere) return;
    const word = (name) => deal.words[name]?.[language] ?? "—";
    const told = {
      number: deal.number, day: deal.settled.slice(0, 10), ticket, mode: word("mode"), purpose: word("purpose"),
      relation: word("relation"), tonnes: grouped(deal.tonnes), price: grouped(deal.yuan_per_tonne), yuan: grouped(deal.yuan),
    };
    const row = first.cloneNode(true);
    const names = tape.dataset.tape.split(" ");
    cells(row).forEach((cell, at) => {
      const text = told[names[at]];
      cell.textContent = language === "en" ? text[0].toUpperCase() + text.slice(1) : text;
    });
    first.before(row);
  };

  const hear = (kind, data) => {
    clearTimeout(quiet);
    quiet = setTimeout(() => alive(false), QUIET_MS);
    alive(true);
    if (kind === "beat") return;
    if (kind === "reset") { say("reset"); offerReload(); return; }
    if (data.levels) fillLevels(data.levels);
    if (kind === "deal") {
      const { deal } = data;
      const { at, each } = line.dataset;
      say("deal", `${data.ticket} ${grouped(deal.tonnes)}${at}${grouped(deal.yuan_per_tonne)}${each}`);
      if (deal.state === "settled") fillTape(deal, data.ticket);
      redrawSoon();
    } else if (kind === "auction") {
      say("auction", data.auction.number);
    } else if (kind === "halt") {
      say("halt", data.reason);
      offerReload();
    } else {
      say("order");
      redrawSoon();
    }
  };

  const readFrame = (frame) => {
    const told = { event: "message", data: "" };
    frame.split("\n").forEach((one) => {
      const [, name, value] = one.match(/^(\w+): ?(.*)$/) ?? [];
      if (name) told[name] = value;
    });
    if (told.retry) backMs = Number(told.retry);
    if (told.id) place = told.id;
    if (told.data) hear(told.event, JSON.parse(told.data));
  };

  // No cookie goes along: a page that is left open keeps nobody signed in.
  const listen = async () => {
    const answer = await fetch(line.dataset.stream, {
      credentials: "omit", cache: "no-store", headers: { "Last-Event-ID": place, Accept: "text/event-stream" },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const frames = (rest + value).split("\n\n");
      rest = frames.pop();
      frames.forEach(readFrame);
    }
  };
  const keepListening = async () => {
    for (;;) {
      try {
        await listen();
      } catch {
        clearTimeout(quiet);
        alive(false);
      }
      await new Promise((done) => { setTimeout(done, backMs); });
      while (document.hidden) await new Promise((done) => { document.addEventListener("visibilitychange", done, { once: true }); });
    }
  };
  keepListening();
})();
