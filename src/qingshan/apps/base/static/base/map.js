// The map: muted counties, tickets that speak, rows of the list twin. No base map, no other host.
(() => {
  "use strict";
  if (!window.ol) return;
  const { Map, View, Feature } = ol;
  const GeoJSON = ol.format.GeoJSON;
  const { Vector: VectorSource } = ol.source;
  const { Vector: VectorLayer } = ol.layer;
  const { Style, Fill, Stroke, Text, Circle } = ol.style;

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const green9 = token("--green-9"), red7 = token("--red-7");
  const reads = { dataProjection: "EPSG:4326", featureProjection: "EPSG:3857" };
  const largeType = document.documentElement.classList.contains("elder") ? 1.5 : 1;

  // The outer edge of the province is what the fills leave of a wider line below them.
  const edgeStyle = new Style({ stroke: new Stroke({ color: "#aab3ac", width: 3 }), zIndex: 0 });
  const landStyle = new Style({ fill: new Fill({ color: "#eceee8" }), stroke: new Stroke({ color: "#fff", width: 1 }), zIndex: 1 });
  const countyName = (feature, resolution) => {
    if (resolution > 450) return [edgeStyle, landStyle];
    return [edgeStyle, landStyle, new Style({ zIndex: 2, text: new Text({
      text: feature.get("name"), font: `${12 * largeType}px ${token("--sans")}`,
      fill: new Fill({ color: "#57615c" }), stroke: new Stroke({ color: "#fff", width: 3 }), overflow: false,
    }) })];
  };

  const shapeStyle = (feature, isPicked) => {
    const colour = feature.get("tone") === "bad" ? red7 : green9;
    const fill = feature.get("tone") === "bad" ? "rgba(200,16,46,.22)" : "rgba(30,107,74,.38)";
    const isPoint = feature.getGeometry().getType() === "Point";
    const number = String(feature.get("number") ?? "");
    const mark = new Style({
      geometry: (each) => {
        const geometry = each.getGeometry();
        if (isPoint) return geometry;
        const parts = geometry.getType() === "MultiPolygon" ? geometry.getPolygons() : [geometry];
        const largest = parts.reduce((a, b) => (b.getArea() > a.getArea() ? b : a));
        return largest.getInteriorPoint();
      },
      image: new Circle({ radius: (isPicked ? 14 : 11) * largeType, fill: new Fill({ color: colour }), stroke: new Stroke({ color: "#fff", width: 2 }) }),
      text: new Text({ text: number, font: `600 ${12 * largeType}px ${token("--sans")}`, fill: new Fill({ color: "#fff" }) }),
      zIndex: isPicked ? 9 : 2,
    });
    if (isPoint) return [mark];
    const outline = new Style({ fill: new Fill({ color: fill }), stroke: new Stroke({ color: colour, width: isPicked ? 3 : 1.25 }) });
    return number ? [outline, mark] : [outline];
  };

  const json = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  };

  for (const figure of document.querySelectorAll("[data-map]")) draw(figure).catch((error) => console.warn(error));

  async function draw(figure) {
    const ground = figure.querySelector(".ground");
    const name = figure.dataset.map;
    const inline = figure.querySelector('script[type="application/json"]');
    const data = figure.dataset.src ? await json(figure.dataset.src) : JSON.parse(inline?.textContent ?? '{"type":"FeatureCollection","features":[]}');
    const counties = new VectorSource({ features: new GeoJSON(reads).readFeatures(await json(figure.dataset.counties)) });
    const shapes = new VectorSource({ features: new GeoJSON(reads).readFeatures(data) });

    let picked = null;
    const shapeLayer = new VectorLayer({ source: shapes, style: (feature) => shapeStyle(feature, feature === picked) });
    const extent = shapes.isEmpty() ? counties.getExtent() : figure.hasAttribute("data-close") ? shapes.getExtent() : counties.getExtent();
    ground.classList.add("live");
    ground.tabIndex = 0;
    const map = new Map({
      target: ground,
      layers: [new VectorLayer({ source: counties, style: countyName, declutter: true }), shapeLayer],
      controls: [
        new ol.control.Zoom({ zoomInTipLabel: figure.dataset.zoomIn, zoomOutTipLabel: figure.dataset.zoomOut }),
        new ol.control.ScaleLine(),
      ],
      interactions: ol.interaction.defaults.defaults({ onFocusOnly: true }),
      view: new View({ maxZoom: 18, padding: [16, 16, 16, 16], extent: ol.extent.buffer(counties.getExtent(), 2e5), showFullExtent: true }),
    });
    map.getView().fit(extent, { maxZoom: figure.hasAttribute("data-close") ? 17 : 14, padding: figure.hasAttribute("data-close") ? [40, 40, 40, 40] : [0, 0, 0, 0] });
    figure.map = map;

    const row = (feature) => document.getElementById(`${name}-${feature.getId()}`);
    const pick = (feature) => {
      if (picked) row(picked)?.classList.remove("picked");
      picked = feature;
      if (picked) row(picked)?.classList.add("picked");
      shapeLayer.changed();
    };

    map.on("singleclick", (event) => {
      const feature = map.forEachFeatureAtPixel(event.pixel, (each) => each, { layerFilter: (layer) => layer === shapeLayer, hitTolerance: 6 });
      pick(feature ?? null);
      if (feature) row(feature)?.scrollIntoView({ block: "nearest" });
      readOut(event.coordinate);
    });
    map.on("pointermove", (event) => {
      ground.style.cursor = !event.dragging && map.hasFeatureAtPixel(event.pixel, { layerFilter: (layer) => layer === shapeLayer }) ? "pointer" : "";
    });

    // The list shows its place on the map: <a data-show="feature id" data-on="map name">.
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-show]");
      if (!link || link.dataset.on !== name) return;
      const feature = shapes.getFeatureById(link.dataset.show);
      if (!feature) return;
      event.preventDefault();
      pick(feature);
      map.getView().fit(feature.getGeometry(), { maxZoom: 13, padding: [60, 60, 60, 60], duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 300 });
      figure.scrollIntoView({ block: "nearest" });
    });

    // WGS 84 and CGCS2000 differ by centimetres: to six decimals they read alike.
    function readOut(coordinate) {
      const [lon, lat] = ol.proj.toLonLat(coordinate);
      const said = `${lon.toFixed(6)}, ${lat.toFixed(6)}`;
      const where = figure.querySelector(".where");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.dataset.copy = said;
      button.textContent = figure.dataset.copy;
      where.replaceChildren(`CGCS2000 ${said}`, button);
      where.classList.add("on");
    }
  }
})();
