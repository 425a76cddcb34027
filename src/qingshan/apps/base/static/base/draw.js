// Areas are drawn by taps, by keys at the cross, or as typed coordinates; all three say the same.
(() => {
  "use strict";
  if (!window.ol || !window.qingshanMap) return;
  if (window.qingshanDraw) { window.qingshanDraw(); return; }
  const { token, thin, largeType, calm, reads, told } = window.qingshanMap;
  const { Style, Fill, Stroke, Text, Circle } = ol.style;
  const DECIMALS = 7, LEAST = 3, MU_M2 = 10000 / 15;
  // GRS 80, as CGCS2000 uses it: the sphere that fits best at a latitude has the mean radius there.
  const AXIS_M = 6378137, E2 = 0.00669438002290;
  const radiusAt = (latitude) => AXIS_M * Math.sqrt(1 - E2) / (1 - E2 * Math.sin(latitude * Math.PI / 180) ** 2);

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  const toDegrees = (ring) => ring.map((point) => ol.proj.toLonLat(point));
  const toGround = (ring) => ring.map((point) => ol.proj.fromLonLat(point));
  const muText = (areaM2) => (areaM2 / MU_M2).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const closed = (ring) => [...ring, ring[0]];

  function areaM2(ring) {
    if (ring.length < LEAST) return 0;
    const latitude = ring.reduce((sum, point) => sum + point[1], 0) / ring.length;
    const polygon = new ol.geom.Polygon([closed(ring)]);
    return ol.sphere.getArea(polygon, { projection: "EPSG:4326", radius: radiusAt(latitude) });
  }

  // Whether two edges of a boundary meet that are not neighbours.
  function crosses(ring, isClosed) {
    const points = isClosed ? closed(ring) : ring;
    const side = (a, b, c) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
    for (let i = 0; i + 1 < points.length; i += 1) {
      for (let j = i + 2; j + 1 < points.length; j += 1) {
        if (isClosed && i === 0 && j + 2 === points.length) continue;
        const [a, b, c, d] = [points[i], points[i + 1], points[j], points[j + 1]];
        if (side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0) return true;
      }
    }
    return false;
  }

  class Board {
    constructor(figure) {
      this.figure = figure;
      this.map = figure.map;
      this.ground = this.map.getTargetElement();
      this.box = figure.closest(".drawing");
      this.words = told(figure, "words");
      this.field = document.getElementById(figure.dataset.draw);
      this.corners = document.getElementById(`${figure.dataset.draw}_corners`);
      this.mode = "idle";
      this.past = [];
      this.source = new ol.source.Vector();
      this.layer = new ol.layer.Vector({ source: this.source, zIndex: 8, style: (feature) => this.style(feature) });
      this.here = new ol.source.Vector();
      this.map.addLayer(this.layer);
      this.map.addLayer(new ol.layer.Vector({ source: this.here, zIndex: 7, style: new Style({
        fill: new Fill({ color: thin(token("--blue-7"), 0.14) }), stroke: new Stroke({ color: token("--blue-7"), width: 1.5 }),
        image: new Circle({ radius: 7, fill: new Fill({ color: token("--blue-7") }), stroke: new Stroke({ color: "#fff", width: 2 }) }) }) }));
      // Two quick taps are two corners, not a wish to come closer.
      const twice = this.map.getInteractions().getArray().find((each) => each instanceof ol.interaction.DoubleClickZoom);
      if (twice) this.map.removeInteraction(twice);
      this.listen();
      const typed = this.field.value ? "" : this.corners.value;
      this.set(this.given());
      // Corners that came back from the form with a fault are not wiped off.
      if (typed) { this.corners.value = typed; this.isTyped = true; }
      if (this.areas().length) this.fit();
    }

    listen() {
      this.buttons = Object.fromEntries([...this.box.querySelectorAll("[data-act]")].map((button) => [button.dataset.act, button]));
      this.box.querySelector(".handles").hidden = false;
      this.buttons.enter.hidden = false;
      this.box.addEventListener("click", (event) => {
        const act = event.target.closest("[data-act]")?.dataset.act;
        if (act) this[act]();
      });
      this.ground.addEventListener("keydown", (event) => {
        if (this.mode !== "sketch" || event.target !== this.ground) return;
        const act = { Enter: "atCross", Backspace: "undo", Escape: "cancel" }[event.key];
        if (!act) return;
        event.preventDefault();
        this[act]();
      });
      // What was typed and not yet marked stands for itself: the form says what is wrong with it.
      this.corners.addEventListener("input", () => { this.isTyped = true; this.field.value = ""; });
      const twin = this.box.querySelector(".corners");
      twin.open = this.box.hasAttribute("data-wrong");
      // Before anybody sends the form: an area under way is closed, typed corners are marked.
      addEventListener("submit", (event) => {
        if (event.target !== this.field.form) return;
        if (this.mode === "sketch" && this.sketched().length >= LEAST) this.finish();
        if (this.isTyped) this.enter();
      }, true);
    }

    given() {
      if (!this.field.value) return [];
      try {
        return JSON.parse(this.field.value).features.map((feature) => feature.geometry.coordinates[0].slice(0, -1));
      } catch {
        return [];
      }
    }

    style(feature) {
      const isBad = feature.get("isBad");
      const colour = token(isBad ? "--red-7" : "--green-9");
      const number = this.source.getFeatures().indexOf(feature) + 1;
      const styles = [new Style({
        fill: new Fill({ color: thin(colour, 0.22) }), stroke: new Stroke({ color: colour, width: 2.5 }),
        text: new Text({ text: String(number), font: `700 ${15 * largeType}px ${token("--sans")}`, fill: new Fill({ color: colour }), stroke: new Stroke({ color: "#fff", width: 4 }), overflow: true }),
      })];
      if (this.mode === "edit") styles.push(this.dots(colour, (each) => each.getCoordinates()[0]));
      return styles;
    }

    dots(colour, points) {
      return new Style({
        geometry: (feature) => new ol.geom.MultiPoint(points(feature.getGeometry())),
        image: new Circle({ radius: 7 * largeType, fill: new Fill({ color: "#fff" }), stroke: new Stroke({ color: colour, width: 2.5 }) }),
      });
    }

    areas() {
      return this.source.getFeatures().map((feature) => toDegrees(feature.getGeometry().getCoordinates()[0].slice(0, -1)));
    }

    set(areas) {
      this.source.clear();
      this.source.addFeatures(areas.map((ring) => new ol.Feature(new ol.geom.Polygon([closed(toGround(ring))]))));
      this.write();
    }

    keep() {
      this.past.push(this.areas());
    }

    // The hidden box, the typed corners, the list and the words follow what is drawn.
    write() {
      const areas = this.areas();
      const fixed = areas.map((ring) => ring.map((point) => point.map((value) => Number(value.toFixed(DECIMALS)))));
      this.field.value = fixed.length ? JSON.stringify({ type: "FeatureCollection", features: fixed.map((ring, at) => ({
        type: "Feature", id: at + 1, properties: { number: at + 1 }, geometry: { type: "Polygon", coordinates: [closed(ring)] } })) }) : "";
      this.corners.value = fixed.map((ring) => ring.map((point) => point.map((value) => value.toFixed(DECIMALS)).join(",")).join("\n")).join("\n\n");
      this.isTyped = false;
      this.source.getFeatures().forEach((feature, at) => feature.set("isBad", crosses(areas[at], true)));
      this.list(areas);
      this.field.dispatchEvent(new Event("change", { bubbles: true }));
      this.tell();
    }

    list(areas) {
      const rows = areas.map((ring, at) => {
        const row = document.createElement("li");
        const isBad = crosses(ring, true);
        row.classList.toggle("bad", isBad);
        const said = document.createElement("b");
        said.textContent = `${filled(this.words.area, { n: at + 1 })} · ${filled(this.words.mu, { mu: muText(areaM2(ring)) })}`;
        row.append(said, this.small(this.words.show, at, () => this.fit(at)), this.small(this.words.delete, at, () => this.drop(at)));
        if (isBad) {
          const warning = document.createElement("span");
          warning.className = "note";
          warning.textContent = filled(this.words.crossing, { n: at + 1 });
          row.append(warning);
        }
        return row;
      });
      this.box.querySelector(".drawn").replaceChildren(...rows);
    }

    small(word, at, act) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "show";
      button.textContent = word;
      button.setAttribute("aria-label", `${word} ${filled(this.words.area, { n: at + 1 })}`);
      button.addEventListener("click", act);
      return button;
    }

    tell(said) {
      const areas = this.areas(), live = this.sketched();
      const bad = areas.findIndex((ring) => crosses(ring, true));
      const line = this.box.querySelector(".telling");
      const isBad = this.mode === "sketch" ? live.length > LEAST && crosses(live, false) : bad >= 0;
      const idle = bad >= 0 ? filled(this.words.crossing, { n: bad + 1 }) : filled(areas.length ? this.words.done : this.words.start, { n: areas.length });
      const sketch = isBad ? this.words.crossingNow : filled(this.words.sketch, { n: live.length });
      line.textContent = said ?? { idle, sketch, edit: isBad ? idle : this.words.edit }[this.mode];
      line.classList.toggle("bad", !said && isBad);
      const shown = this.mode === "sketch" && live.length >= LEAST ? [...areas, live] : areas;
      this.box.querySelector(".sum").textContent = shown.length ? filled(this.words.total, { n: shown.length, mu: muText(shown.reduce((sum, ring) => sum + areaM2(ring), 0)) }) : "";
      this.dress(areas, live);
    }

    dress(areas, live) {
      const { start, place, undo, finish, edit } = this.buttons;
      start.hidden = edit.hidden = this.mode !== "idle";
      place.hidden = this.mode !== "sketch";
      finish.hidden = this.mode === "idle";
      finish.disabled = this.mode === "sketch" && live.length < LEAST;
      edit.disabled = !areas.length;
      undo.disabled = this.mode === "sketch" ? false : !this.past.length;
      this.box.querySelector(".cross").hidden = this.mode !== "sketch";
      this.box.dataset.mode = this.mode;
      this.layer.changed();
    }

    sketched() {
      if (!this.sketch) return [];
      const ring = this.sketch.getGeometry().getCoordinates()[0];
      // The last corner but one still follows the pointer; the ring closes at its first.
      return toDegrees(ring.slice(0, -2));
    }

    start() {
      this.mode = "sketch";
      const green = token("--green-9");
      this.pen = new ol.interaction.Draw({ source: this.source, type: "Polygon", freehandCondition: () => false, stopClick: true, clickTolerance: 10, snapTolerance: 16,
        style: (feature) => {
          const geometry = feature.getGeometry();
          if (geometry.getType() === "Point") return null;
          const line = new Style({ fill: new Fill({ color: thin(green, 0.16) }), stroke: new Stroke({ color: green, width: 2.5, lineDash: [8, 6] }) });
          if (geometry.getType() === "Polygon") return [line, this.dots(green, (each) => each.getCoordinates()[0].slice(0, -2))];
          return [line];
        } });
      this.pen.on("drawstart", (event) => {
        this.sketch = event.feature;
        this.sketch.getGeometry().on("change", () => this.tell());
        this.tell();
      });
      this.pen.on("drawend", () => { this.keep(); this.sketch = null; setTimeout(() => { if (this.mode === "sketch" && !this.sketch) { this.rest(); this.write(); } }); });
      this.pen.on("drawabort", () => { this.sketch = null; });
      this.map.addInteraction(this.pen);
      this.ground.focus({ preventScroll: true });
      this.tell();
    }

    atCross() {
      const centre = this.map.getView().getCenter();
      if (this.sketch) {
        const last = this.sketched().at(-1);
        if (last && ol.coordinate.equals(ol.proj.fromLonLat(last).map(Math.round), centre.map(Math.round))) return;
      }
      this.pen.appendCoordinates([centre]);
      this.tell();
    }

    place() { this.atCross(); }

    undo() {
      if (this.mode === "sketch") {
        if (this.sketched().length > 1) { this.pen.removeLastPoint(); this.tell(); } else this.cancel();
        return;
      }
      const before = this.past.pop();
      if (before) this.set(before);
    }

    cancel() {
      this.pen?.abortDrawing();
      this.rest();
      this.tell();
    }

    finish() {
      if (this.mode === "sketch") {
        if (this.sketched().length < LEAST) return;
        this.pen.finishDrawing();
      }
      this.rest();
      this.write();
    }

    rest() {
      for (const tool of [this.pen, this.grip]) if (tool) this.map.removeInteraction(tool);
      this.pen = this.grip = this.sketch = null;
      this.mode = "idle";
    }

    edit() {
      this.mode = "edit";
      this.grip = new ol.interaction.Modify({ source: this.source, pixelTolerance: 18 });
      this.grip.on("modifystart", () => this.keep());
      this.grip.on("modifyend", () => this.write());
      this.map.addInteraction(this.grip);
      this.ground.focus({ preventScroll: true });
      this.tell();
    }

    drop(at) {
      this.keep();
      this.source.removeFeature(this.source.getFeatures()[at]);
      this.write();
    }

    fit(at) {
      const features = this.source.getFeatures();
      const extent = at === undefined ? this.source.getExtent() : features[at].getGeometry().getExtent();
      this.map.getView().fit(extent, { maxZoom: 17, padding: [48, 48, 48, 48], duration: calm() ? 0 : 300 });
    }

    // Answers whether every line was understood; the first that was not is named.
    enter() {
      const areas = [[]];
      for (const [at, line] of this.corners.value.split(/\r?\n/).entries()) {
        if (!line.trim()) { areas.push([]); continue; }
        const point = line.trim().replace(/^[\s,;，；]+|[\s,;，；]+$/g, "").split(/[\s,;，；、]+/).map(Number);
        const isRead = point.length === 2 && Math.abs(point[0]) <= 180 && Math.abs(point[1]) <= 85;
        if (!isRead) { this.tell(filled(this.words.badLine, { n: at + 1 })); return false; }
        areas.at(-1).push(point);
      }
      const rings = areas.filter((ring) => ring.length).map((ring) => (ring.length > 1 && String(ring[0]) === String(ring.at(-1)) ? ring.slice(0, -1) : ring));
      const few = rings.findIndex((ring) => ring.length < LEAST);
      if (few >= 0) { this.tell(filled(this.words.fewCorners, { n: few + 1 })); return false; }
      this.keep();
      this.rest();
      this.set(rings);
      if (rings.length) { this.fit(); if (!this.source.getFeatures().some((each) => each.get("isBad"))) this.tell(this.words.entered); }
      return true;
    }

    // Only a press asks for the position, and it stays in this browser.
    locate() {
      if (!navigator.geolocation) { this.tell(this.words.noPosition); return; }
      this.tell(this.words.locating);
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        const spot = ol.proj.fromLonLat([coords.longitude, coords.latitude]);
        const scale = 1 / Math.cos(coords.latitude * Math.PI / 180);
        this.here.clear();
        this.here.addFeatures([new ol.Feature(new ol.geom.Circle(spot, coords.accuracy * scale)), new ol.Feature(new ol.geom.Point(spot))]);
        this.map.getView().animate({ center: spot, zoom: 17, duration: calm() ? 0 : 300 });
        this.tell(filled(this.words.located, { m: Math.round(coords.accuracy) }));
      }, () => this.tell(this.words.noPosition), { enableHighAccuracy: true, timeout: 15000, maximumAge: 10000 });
    }
  }

  function begin() {
    for (const figure of document.querySelectorAll("[data-draw]:not([data-board])")) {
      figure.dataset.board = "";
      const open = () => { figure.board = new Board(figure); };
      if (figure.map) open();
      else figure.addEventListener("map-ready", open, { once: true });
    }
  }

  window.qingshanDraw = begin;
  begin();
})();
