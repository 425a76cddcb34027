// The map: muted ground, data that speaks, layers to switch, rows of the list twin. No other host.
(() => {
  "use strict";
  if (!window.ol) return;
  // A page whose contents were exchanged loads this file again: only what is new is drawn.
  if (window.qingshanMap) { window.qingshanMap.begin(); return; }
  const { Map, View } = ol;
  const GeoJSON = ol.format.GeoJSON;
  const { Vector: VectorSource, VectorTile: TileSource } = ol.source;
  const { Vector: VectorLayer, VectorTile: TileLayer } = ol.layer;
  const { Style, Fill, Stroke, Text, Circle } = ol.style;

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const green9 = token("--green-9"), red7 = token("--red-7"), sans = token("--sans");
  const reads = { dataProjection: "EPSG:4326", featureProjection: "EPSG:3857" };
  const PROVINCE = [103.5, 24.5, 109.7, 29.4];
  const largeType = document.documentElement.classList.contains("elder") ? 1.5 : 1;
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  // The outer edge of the province is what the fills leave of a wider line below them.
  const edgeStyle = new Style({ stroke: new Stroke({ color: "#aab3ac", width: 3 }), zIndex: 0 });
  const landStyle = new Style({ fill: new Fill({ color: "#eceee8" }), stroke: new Stroke({ color: "#fff", width: 1 }), zIndex: 1 });
  // Close by, a white edge would be lost between two pale counties.
  const nearStyle = new Style({ fill: new Fill({ color: "#eceee8" }), stroke: new Stroke({ color: "#b8c0b9", width: 1.5 }), zIndex: 1 });
  const countyStyle = (feature, resolution) => {
    if (resolution > 450) return [edgeStyle, landStyle];
    return [edgeStyle, resolution < 60 ? nearStyle : landStyle, new Style({ zIndex: 2, text: new Text({
      text: feature.get("name"), font: `${12 * largeType}px ${sans}`,
      fill: new Fill({ color: "#57615c" }), stroke: new Stroke({ color: "#fff", width: 3 }), overflow: false,
    }) })];
  };

  const thin = (colour, share) => {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    return `rgba(${r},${g},${b},${share})`;
  };

  // Zones are hatched, each kind in its own direction: never told apart by colour alone.
  function hatching(colour, turn) {
    const size = 48, ratio = devicePixelRatio || 1;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = size * ratio;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.strokeStyle = thin(colour, 0.7);
    pen.lineWidth = 1.25;
    // A slope that returns to itself at the edge of the tile keeps the lines unbroken.
    const slope = { 0: [1, 0], 30: [2, 1], 45: [1, 1], 60: [1, 2], 90: [0, 1], 105: [-1, 3], 120: [-1, 2], 135: [-1, 1], 150: [-2, 1] }[turn] ?? [1, 1];
    const step = 12;
    for (let at = -4 * size; at <= 5 * size; at += step) {
      const [x, y] = slope[0] === 0 ? [at, -size] : [-2 * size, at];
      pen.beginPath();
      pen.moveTo(x, y);
      pen.lineTo(x + slope[0] * 6 * size, y + slope[1] * 6 * size);
      pen.stroke();
    }
    return pen.createPattern(canvas, "repeat");
  }

  function inside(geometry) {
    if (geometry.getType() === "Point") return geometry;
    const parts = geometry.getType() === "MultiPolygon" ? geometry.getPolygons() : [geometry];
    return parts.reduce((a, b) => (b.getArea() > a.getArea() ? b : a)).getInteriorPoint();
  }

  function shapeStyle(feature, isPicked, look) {
    const isBad = feature.get("tone") === "bad" || look?.key === "conflict";
    const colour = look?.colour ?? (isBad ? red7 : green9);
    const number = String(feature.get("number") ?? "");
    const isPoint = feature.getGeometry().getType() === "Point";
    const styles = [];
    if (!isPoint) {
      // Red over green would turn brown: a conflict covers what it stands on.
      const fill = look?.pattern ?? (isBad ? "rgba(241,190,197,.92)" : thin(colour, 0.36));
      const width = (look?.pattern ? 1 : isBad ? 2 : 1.25) + (isPicked ? 1.75 : 0);
      styles.push(new Style({ fill: new Fill({ color: fill }), stroke: new Stroke({ color: colour, width }) }));
    }
    if (number || isPoint) {
      styles.push(new Style({
        geometry: (each) => inside(each.getGeometry()),
        image: new Circle({ radius: (isPicked ? 14 : 11) * largeType, fill: new Fill({ color: colour }), stroke: new Stroke({ color: "#fff", width: 2 }) }),
        text: new Text({ text: number, font: `600 ${12 * largeType}px ${sans}`, fill: new Fill({ color: "#fff" }) }),
        zIndex: isPicked ? 9 : 2,
      }));
    }
    return styles;
  }

  const stockLine = new Style({ fill: new Fill({ color: "rgba(143,183,160,.28)" }), stroke: new Stroke({ color: "#7c9c8b", width: 0.8 }) });
  const stockCells = [0.16, 0.3, 0.46, 0.62].map((share) => new Style({ fill: new Fill({ color: `rgba(94,148,119,${share})` }) }));
  const stockStyle = (feature) => {
    const count = feature.get("count");
    return count ? stockCells[Math.min(3, Math.floor(Math.log10(count) * 1.5))] : stockLine;
  };

  const json = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  };
  const read = (data) => new GeoJSON(reads).readFeatures(data);
  const told = (figure, id) => JSON.parse(document.getElementById(`${id}-${figure.dataset.map}`)?.textContent ?? "null");

  function begin() {
    for (const figure of document.querySelectorAll("[data-map]:not([data-begun])")) {
      figure.dataset.begun = "";
      draw(figure).catch((error) => console.warn(error));
    }
  }

  // One source and one layer for each line of the switch; without a switch there is one.
  function dataLayers(figure, features) {
    const boxes = [...figure.querySelectorAll("[data-layer]")];
    const place = (key) => ({ conflict: 7, parcel: 6, ticket: 5 }[key] ?? 3);
    const made = boxes.map((box) => {
      const { layer: key, colour, turn } = box.dataset;
      return { key, box, look: { key, colour, pattern: turn === undefined ? null : hatching(colour, Number(turn)) } };
    });
    if (!made.some((one) => one.key === "parcel")) made.push({ key: "parcel", look: null });
    const known = new Set(made.map((one) => one.key));
    const layerOf = (feature) => {
      const said = feature.get("layer") ?? (feature.get("tone") === "bad" && known.has("conflict") ? "conflict" : "parcel");
      return known.has(said) ? said : "parcel";
    };
    for (const one of made) {
      one.source = new VectorSource({ features: features.filter((feature) => layerOf(feature) === one.key) });
      one.layer = new VectorLayer({ source: one.source, zIndex: place(one.key), visible: one.box?.checked ?? true,
        style: (feature) => shapeStyle(feature, feature === figure.picked, one.look) });
      if (!one.box) continue;
      one.box.hidden = false;
      one.box.addEventListener("change", () => one.layer.setVisible(one.box.checked));
    }
    return made;
  }

  // A picture of the ground, where the house names one: muted, below everything, never needed.
  const overBase = new Style({ stroke: new Stroke({ color: "rgba(87,97,92,.7)", width: 1 }) });
  function baseLayer(figure, words) {
    if (!figure.dataset.base) return [];
    const source = new ol.source.XYZ({ url: figure.dataset.base, maxZoom: 18 });
    source.once("tileloaderror", () => {
      const where = figure.querySelector(".where, .telling");
      if (where && !where.textContent) { where.replaceChildren(words.baseFailed); where.classList.add("on"); }
    });
    return [new ol.layer.Tile({ source, opacity: 0.6, zIndex: -1 })];
  }

  async function draw(figure) {
    const ground = figure.querySelector(".ground");
    const words = told(figure, "words") ?? {};
    const data = figure.dataset.src ? await json(figure.dataset.src) : told(figure, "features");
    const features = data ? read(data) : [];
    const counties = new VectorSource();
    try {
      counties.addFeatures(read(await json(figure.dataset.counties)));
    } catch {
      figure.querySelector(".where")?.replaceChildren(words.failed);
    }
    const layers = dataLayers(figure, features);
    const speaking = layers.filter((one) => one.key === "parcel" || one.key === "conflict");
    const extentOf = (some) => some.reduce((all, one) => ol.extent.extend(all, one.source.getExtent()), ol.extent.createEmpty());
    const isClose = figure.hasAttribute("data-close") && features.length > 0;
    const whole = counties.isEmpty() ? ol.proj.transformExtent(PROVINCE, "EPSG:4326", "EPSG:3857") : counties.getExtent();
    const speak = extentOf(speaking);
    const close = ol.extent.isEmpty(speak) ? extentOf(layers) : speak;
    const stock = figure.dataset.tiles ? [new TileLayer({ zIndex: 1, style: stockStyle, renderMode: "hybrid",
      source: new TileSource({ format: new ol.format.MVT(), url: figure.dataset.tiles, maxZoom: 15, minZoom: 7 }) })] : [];
    const below = baseLayer(figure, words);
    ground.classList.add("live");
    ground.tabIndex = 0;
    const map = new Map({
      target: ground,
      layers: [...below, new VectorLayer({ source: counties, style: below.length ? overBase : countyStyle, declutter: true, zIndex: 0 }), ...stock, ...layers.map((one) => one.layer)],
      controls: [new ol.control.Zoom({ zoomInTipLabel: words.zoomIn, zoomOutTipLabel: words.zoomOut }), new ol.control.ScaleLine()],
      interactions: ol.interaction.defaults.defaults({ onFocusOnly: true, altShiftDragRotate: false, pinchRotate: false }),
      view: new View({ maxZoom: 19, extent: ol.extent.buffer(whole, 2e5), showFullExtent: true, enableRotation: false }),
    });
    // The buttons say what they do: a plus sign alone is no name.
    for (const button of ground.querySelectorAll(".ol-zoom button")) button.setAttribute("aria-label", button.title);
    map.getView().fit(isClose ? close : whole, { maxZoom: isClose ? 17 : 14, padding: isClose ? [40, 40, 40, 40] : [4, 4, 4, 4] });
    figure.map = map;
    narrow(figure);
    answer(figure, layers, words);
    figure.dispatchEvent(new CustomEvent("map-ready"));
  }

  // Above the map of a telephone the switch waits closed; beside the map it stands open.
  function narrow(figure) {
    const box = figure.querySelector(".layers");
    if (box && box.offsetWidth > figure.offsetWidth * 0.6) box.open = false;
  }

  function answer(figure, layers, words) {
    const { map } = figure, name = figure.dataset.map, card = figure.querySelector(".card");
    const row = (feature) => document.getElementById(`${name}-${feature.getId()}`);
    const repaint = () => layers.forEach((one) => one.layer.changed());
    const drawing = () => figure.dataset.draw !== undefined;
    const hit = { layerFilter: (layer) => layers.some((one) => one.layer === layer), hitTolerance: 6 };
    const speaksFirst = (pixel) => {
      let found = null;
      map.forEachFeatureAtPixel(pixel, (feature) => { found ??= feature; }, hit);
      return found;
    };

    figure.pick = (feature) => {
      if (figure.picked) row(figure.picked)?.classList.remove("picked");
      figure.picked = feature;
      if (feature) row(feature)?.classList.add("picked");
      show(card, feature, row, words, () => figure.pick(null));
      repaint();
    };
    map.on("singleclick", (event) => {
      if (drawing()) return;
      const feature = speaksFirst(event.pixel);
      figure.pick(feature);
      if (feature) row(feature)?.scrollIntoView({ block: "nearest" });
      readOut(figure, event.coordinate, words);
    });
    map.on("pointermove", (event) => {
      if (drawing() || event.dragging) return;
      map.getTargetElement().style.cursor = map.hasFeatureAtPixel(event.pixel, hit) ? "pointer" : "";
    });
    figure.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && figure.picked) figure.pick(null);
    });
    figure.show = (id) => {
      const one = layers.find((each) => each.source.getFeatureById(id));
      if (!one) return false;
      const feature = one.source.getFeatureById(id);
      if (one.box && !one.box.checked) one.box.click();
      map.getView().fit(feature.getGeometry(), { maxZoom: figure.hasAttribute("data-close") ? 16 : 13, padding: [60, 60, 90, 60], duration: calm() ? 0 : 300 });
      figure.pick(feature);
      figure.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
      return true;
    };
    for (const button of document.querySelectorAll("button[data-show]")) {
      if (button.dataset.on === name && layers.some((one) => one.source.getFeatureById(button.dataset.show))) button.hidden = false;
    }
  }

  // A small card with what the list says of the place; all of it is text, never markup.
  function show(card, feature, row, words, close) {
    if (!card) return;
    const said = feature && (feature.get("title") || feature.get("text") || row(feature)?.querySelector("b, span, a")?.textContent);
    card.hidden = !said;
    if (!said) { card.replaceChildren(); return; }
    const parts = [];
    const add = (kind, text) => {
      const element = document.createElement(kind);
      element.textContent = text;
      parts.push(element);
      return element;
    };
    const number = feature.get("number");
    add("b", `${number ? `${number} ` : ""}${feature.get("title") || said.trim()}`);
    if (feature.get("title") && feature.get("text")) add("p", feature.get("text"));
    const href = feature.get("href");
    if (href && href.startsWith("/")) add("a", words.open).href = href;
    const button = add("button", "×");
    button.type = "button";
    button.setAttribute("aria-label", words.close);
    button.addEventListener("click", close);
    card.replaceChildren(...parts);
  }

  // The list shows its place on the map: data-show="feature id" data-on="map name".
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-show]");
    const figure = link && document.querySelector(`[data-map="${CSS.escape(link.dataset.on)}"]`);
    if (figure?.show?.(link.dataset.show)) event.preventDefault();
  });

  // WGS 84 and CGCS2000 differ by centimetres: to six decimals they read alike.
  function readOut(figure, coordinate, words) {
    const where = figure.querySelector(".where");
    if (!where) return;
    const [lon, lat] = ol.proj.toLonLat(coordinate);
    const said = `${lon.toFixed(6)}, ${lat.toFixed(6)}`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.dataset.copy = said;
    button.textContent = words.copy;
    where.replaceChildren(`CGCS2000 ${said}`, button);
    // Around a map of something that one may comment on stands where to: data-remark="address".
    const to = figure.closest("[data-remark]")?.dataset.remark;
    if (to?.startsWith("/")) {
      const link = document.createElement("a");
      link.href = `${to}?at=place:${said.replace(" ", "")}`;
      link.textContent = words.remark;
      where.append(link);
    }
    where.classList.add("on");
  }

  window.qingshanMap = { begin, token, thin, largeType, calm, reads, told };
  begin();
})();
