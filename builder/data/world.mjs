// Makes the map: world.json beside this file, and land.svg among the theme's assets. Run by hand, in a separate folder:
//
//   npm install --ignore-scripts world-atlas topojson-client topojson-server topojson-simplify d3-geo d3-geo-projection \
//     i18n-iso-countries && cp PATH/builder/data/world.mjs . && node world.mjs PATH
//
// From world-atlas (Natural Earth 1:50m, public domain) in the Equal Earth projection, which preserves areas, as it
// must if shades are compared. All borders are projected, then simplified, as shared lines, so that neighbors
// still meet. The map is cut at 169° W, which countries cross only with small islands: Russia and Fiji stay whole.
import { readFileSync, writeFileSync } from "node:fs";
import { geoCentroid, geoEqualEarth, geoPath } from "d3-geo";
import { geoProject } from "d3-geo-projection";
import countries from "i18n-iso-countries";
import { feature, merge } from "topojson-client";
import { topology } from "topojson-server";
import { presimplify, simplify } from "topojson-simplify";

const WIDTH = 2000; // Coordinates are whole numbers: half a pixel on a large map.
const DETAIL = 1.6; // Smallest triangle that a bend may make, in square units.
const ISLAND = 3; // Smallest ring that is drawn if it is not its country's largest, in square units.
const DOT = 12; // A country whose largest ring is smaller is a dot, in square units.
const RADIUS = 4;
const ICE = 72; // How much of Antarctica is shown, in units below everything else.

// Names in Natural Earth without an ISO 3166-1 code.
const OWN = { Kosovo: "XK", "N. Cyprus": "CY", Somaliland: "SO" };
// Too small for Natural Earth at this scale: longitude and latitude.
const PLACES = {
  BV: [3.4, -54.4], CC: [96.8, -12.2], CX: [105.6, -10.5], GI: [-5.35, 36.14], TV: [179.2, -8.5], UM: [166.6, 19.3],
};
// Parts of a state in Natural Earth, but not in ISO: code, state, and a box (west, south, east, north).
const PARTS = [
  ["GF", "FR", -55, 2, -51, 6], ["GP", "FR", -62, 15.7, -60.9, 17], ["MQ", "FR", -62, 14, -60, 15.2],
  ["RE", "FR", 55, -22, 56, -20], ["YT", "FR", 45, -14, 46, -12], ["BQ", "NL", -69, 11, -62, 18],
  ["SJ", "NO", -10, 70.5, -7, 72], ["SJ", "NO", 10, 74, 35, 82], ["TK", "NZ", -173, -10, -171, -8],
];

const root = process.argv[2] ?? "../..";
const atlas = JSON.parse(readFileSync("node_modules/world-atlas/countries-50m.json"));
const codeOf = (country) => OWN[country.properties.name] ?? countries.numericToAlpha2(country.id) ?? "";
const partOf = (code, polygon) => {
  const [x, y] = geoCentroid({ type: "Polygon", coordinates: polygon });
  const part = PARTS.find(([, state, w, s, e, n]) => state === code && w < x && x < e && s < y && y < n);
  return part ? part[0] : code;
};

// Polygons with their codes, on the globe.
const pieces = atlas.objects.countries.geometries.flatMap((country) => {
  const { type, coordinates } = feature(atlas, country).geometry;
  return (type === "Polygon" ? [coordinates] : coordinates).map((polygon) => ({
    type: "Feature", properties: { code: partOf(codeOf(country), polygon) },
    geometry: { type: "Polygon", coordinates: polygon },
  }));
});

// On the plane.
const world = { type: "FeatureCollection", features: pieces.filter((piece) => piece.properties.code !== "AQ") };
const projection = geoEqualEarth().rotate([-11, 0]).precision(0).fitWidth(WIDTH, world);
const bottom = Math.ceil(geoPath(projection).bounds(world)[1][1]);
const [x, y] = projection.translate();
const top = Math.floor(geoPath(projection).bounds(world)[0][1]);
projection.translate([x, y - top + 4]);
const HEIGHT = bottom - top + 4 + ICE;
projection.clipExtent([[-10, -10], [WIDTH + 10, HEIGHT + 10]]);
const plane = geoProject({ type: "FeatureCollection", features: pieces }, projection);
const shared = simplify(presimplify(topology({ pieces: plane })), DETAIL);

const area = (ring) => Math.abs(ring.reduce((sum, [px, py], i) => {
  const [qx, qy] = ring[(i + 1) % ring.length];
  return sum + px * qy - qx * py;
}, 0)) / 2;
const rounded = (ring) => ring.slice(0, -1).map((point) => point.map(Math.round))
  .filter(([px, py], i, all) => { const [qx, qy] = all.at(i - 1); return px !== qx || py !== qy; });
const pair = (dx, dy) => `${dx}${dy < 0 ? "" : " "}${dy}`;
const joined = (pairs) => pairs.reduce((text, each) => text + (text && !each.startsWith("-") ? " " : "") + each, "");
function path(rings) {
  let from = null;
  return rings.map((ring) => {
    const [start, ...rest] = ring;
    const move = from ? `m${pair(start[0] - from[0], start[1] - from[1])}` : `M${pair(...start)}`;
    from = start;
    return `${move}l${joined(rest.map(([px, py], i) => pair(px - ring[i][0], py - ring[i][1])))}z`;
  }).join("");
}
const dot = (cx, cy) => `M${pair(cx - RADIUS, cy)}a4 4 0 0 1 8 0a4 4 0 0 1-8 0z`;
const dotted = (cx, cy) => [dot(cx, cy), cx, cy, 0, 0];

// For each country its path, and the center and size of its largest part, which is used as its position.
function shape(code) {
  const own = shared.objects.pieces.geometries.filter((piece) => piece.properties.code === code);
  const polygons = merge(shared, own).coordinates.map((polygon) => polygon.map(rounded).filter((r) => r.length > 2))
    .filter((polygon) => polygon.length).sort((a, b) => area(b[0]) - area(a[0]));
  const largest = polygons[0]?.[0] ?? [];
  if (!largest.length || area(largest) < DOT) {
    const flat = plane.features.filter((piece) => piece.properties.code === code && piece.geometry);
    const [cx, cy] = geoPath().centroid(flat.sort((a, b) => geoPath().area(b) - geoPath().area(a))[0]);
    return dotted(Math.round(cx), Math.round(cy));
  }
  const rings = polygons.flatMap((polygon, i) => polygon.filter((ring, hole) => area(ring) >= ISLAND || (!i && !hole)));
  const [xs, ys] = [0, 1].map((axis) => largest.map((point) => point[axis]));
  const [w, e, n, s] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return [path(rings), Math.round((w + e) / 2), Math.round((n + s) / 2), e - w, s - n];
}

const codes = [...new Set(pieces.map((piece) => piece.properties.code))].filter(Boolean);
const shapes = Object.fromEntries(codes.map((code) => [code, shape(code)]));
for (const [code, place] of Object.entries(PLACES)) shapes[code] ??= dotted(...projection(place).map(Math.round));
const lines = Object.entries(shapes).sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([code, values]) => `${JSON.stringify(code)}:${JSON.stringify(values)}`);
writeFileSync(`${root}/builder/data/world.json`, `{"width":${WIDTH},"height":${HEIGHT},"shapes":{\n${lines.join(",\n")}\n}}\n`);

// All land, in a gray that is visible on light and dark backgrounds. Land without a code is drawn but belongs to no country.
const land = [...Object.values(shapes).map(([d]) => d).filter((d) => !d.includes("a4")), shape("")[0]].join("");
writeFileSync(`${root}/templates/assets/land.svg`, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<path d="${land}" fill="#888" fill-opacity=".3" stroke="#888" stroke-opacity=".5" stroke-width=".75"/>
</svg>
`);
