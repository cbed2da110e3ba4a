// Builds assets/dist: one style sheet, one script, the fonts, the favicon and the licences.
// Usage: node build.mjs   (after npm ci)

import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const dist = join(here, "dist");

const pageFonts = [
  ...faces("source-sans-3", ["latin", "latin-ext"], ["400-normal", "400-italic", "600-normal", "700-normal"]),
  ...faces("source-serif-4", ["latin", "latin-ext"], ["400-normal", "400-italic", "600-normal", "700-normal"]),
  ...faces("noto-sans-arabic", ["arabic"], ["400-normal", "600-normal", "700-normal"]),
];
// The typesetter of the PDF reports needs whole fonts in TTF.
const printFonts = ["source-sans-3", "source-serif-4"].flatMap((family) =>
  ["400Regular", "400Regular_Italic", "600SemiBold", "700Bold"].map((weight) => {
    const name = `${family === "source-sans-3" ? "SourceSans3" : "SourceSerif4"}_${weight}.ttf`;
    return { from: join(modules, "@expo-google-fonts", family, weight, name), name };
  }),
);

function faces(family, subsets, styles) {
  return subsets.flatMap((subset) =>
    styles.map((style) => {
      const name = `${family}-${subset}-${style}.woff2`;
      return { from: join(modules, "@fontsource", family, "files", name), name };
    }),
  );
}

// Files are replaced in place, never the folder: another program may be reading its fonts.
function copyFonts() {
  mkdirSync(join(dist, "fonts"), { recursive: true });
  for (const { from, name } of [...pageFonts, ...printFonts]) {
    cpSync(from, join(dist, "fonts", name));
  }
}

function compile(name) {
  return sass.compile(join(here, "src", name), { loadPaths: [modules], style: "expanded", charset: false }).css;
}

// GOV.UK Frontend is written for left-to-right pages. This turns each physical declaration
// of its compiled sheet (one declaration per line) into the logical one, so that dir=rtl works.
function logical(css) {
  const side = { left: "start", right: "end" };
  const unknown = [];
  const lines = css.split("\n").map((line) => {
    const declaration = /^(\s*)([a-z-]+): (.+);$/.exec(line);
    if (!declaration) return line;
    const [, indent, property, value] = declaration;
    const write = (newProperty, newValue = value) => `${indent}${newProperty}: ${newValue};`;
    let match;
    if (property === "box-shadow") return "";
    if ((match = /^(margin|padding)-(left|right)$/.exec(property))) return write(`${match[1]}-inline-${side[match[2]]}`);
    if ((match = /^border-(left|right)(-color|-width|-style)?$/.exec(property))) {
      return write(`border-inline-${side[match[1]]}${match[2] ?? ""}`);
    }
    if (property === "left" || property === "right") return write(`inset-inline-${side[property]}`);
    if ((property === "text-align" || property === "float" || property === "justify-content") && side[value]) {
      return write(property, property === "float" ? `inline-${side[value]}` : side[value]);
    }
    if (property === "margin" || property === "padding") {
      const parts = value.split(" ");
      if (parts.length === 4 && !value.includes("(")) {
        const [top, end, bottom, start] = parts;
        return `${write(`${property}-block`, `${top} ${bottom}`)} ${property}-inline: ${start} ${end};`;
      }
    }
    if (/(^|-)(left|right)$/.test(property)) unknown.push(line.trim());
    return line;
  });
  if (unknown.length) throw new Error(`GOV.UK Frontend: no logical form known for ${unknown.join(" ")}`);
  return lines.join("\n");
}

function buildStyles() {
  const layered = `@layer base, govuk;\n@layer govuk {\n${logical(compile("govuk.scss"))}\n}\n${compile("jalon.scss")}`;
  const { css } = sass.compileString(layered, { syntax: "css", style: "compressed", charset: false });
  if (/url\((?!"?fonts\/)/.test(css)) throw new Error("jalon.css refers to something other than its fonts");
  writeFileSync(join(dist, "jalon.css"), `@charset "UTF-8";${css}\n`);
}

// The script ships as written, less its comment lines and indentation: easy to read, nothing to map back.
function buildScript() {
  const lines = readFileSync(join(here, "src", "jalon.js"), "utf8").split("\n");
  const code = lines.filter((line) => !/^\s*\/\//.test(line) && line.trim()).map((line) => line.trimStart());
  writeFileSync(join(dist, "jalon.js"), `${code.join("\n")}\n`);
}

// Licence texts come from the packages themselves; `govuk-frontend` ships none, so ours keeps a copy.
function buildLicences() {
  const bundled = [
    ["govuk-frontend", join(here, "src", "licences", "govuk-frontend.txt"), "parts of jalon.css"],
    ["@fontsource/source-sans-3", null, "fonts/source-sans-3-*.woff2"],
    ["@fontsource/source-serif-4", null, "fonts/source-serif-4-*.woff2"],
    ["@fontsource/noto-sans-arabic", null, "fonts/noto-sans-arabic-*.woff2"],
    ["@expo-google-fonts/source-sans-3", "LICENSE_FONT", "fonts/SourceSans3_*.ttf"],
    ["@expo-google-fonts/source-serif-4", "LICENSE_FONT", "fonts/SourceSerif4_*.ttf"],
  ];
  const sections = bundled.map(([name, licence, files]) => {
    const folder = join(modules, name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = [licence, join(folder, licence ?? "LICENSE")].find((path) => path && existsSync(path));
    const text = readFileSync(file, "utf8").trim();
    return `${name} ${version} (${license})\nUsed for: ${files}\n\n${text}\n`;
  });
  const rule = `\n${"-".repeat(72)}\n\n`;
  writeFileSync(join(dist, "THIRD-PARTY.txt"), `Work of others bundled in Jalon's pages and reports.\n${rule}${sections.join(rule)}`);
}

copyFonts();
buildStyles();
buildScript();
cpSync(join(here, "src", "favicon.svg"), join(dist, "favicon.svg"));
buildLicences();
