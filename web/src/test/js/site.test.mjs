import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { gzipSync } from 'node:zlib';

const FOLDER = new URL('../../main/resources/lull-web/', import.meta.url);
const files = readdirSync(FOLDER);
const text = (file) => readFileSync(new URL(file, FOLDER), 'utf8');
const scripts = files.filter((file) => file.endsWith('.js'));
const ours = scripts.filter((file) => !file.startsWith('vendor-'));
const importsOf = (file) => [...text(file).matchAll(/(?:from|import)\s*['"]([^'"]+)['"]/g)].map((found) => found[1]);
const laterOf = (file) => [...text(file).matchAll(/\bimport\(['"]\.\/([^'"]+)['"]\)/g)].map((found) => found[1]);

/** All that `/` has a browser load; `later` too: what is loaded only when somebody goes there. */
function loaded({ later = false } = {}) {
  const seen = new Set(['index.html', ...[...text('index.html').matchAll(/\/ui\/([a-z0-9.-]+)/g)].map((found) => found[1])]);
  for (const file of seen) {
    if (!file.endsWith('.js')) continue;
    importsOf(file).forEach((name) => seen.add(name.replace('./', '')));
    if (later) laterOf(file).forEach((name) => seen.add(name));
  }
  return [...seen];
}

test('every file has a name that is served', () => {
  for (const file of files) assert.match(file, /^[a-z0-9-]+\.(html|css|js|svg|txt)$/);
});

test('every import is of a file that is there', () => {
  for (const file of scripts) {
    for (const name of [...importsOf(file), ...laterOf(file)]) assert.ok(files.includes(name.replace(/^\.\//, '')), `${file}: ${name}`);
  }
});

test('all of it that is loaded at first is less than 60 kB compressed', () => {
  const bytes = loaded().reduce((sum, file) => sum + gzipSync(text(file)).length, 0);
  assert.ok(bytes < 60_000, `${bytes} bytes`);
});

test('nothing is there that is not loaded', () => {
  assert.deepEqual(files.filter((file) => !loaded({ later: true }).includes(file)), ['vendor-licences.txt']);
});

test('nothing needs more than the content security policy allows', () => {
  for (const file of ours) assert.doesNotMatch(text(file), /innerHTML|insertAdjacentHTML|\bstyle=|\beval\(|new Function|javascript:|data:[a-z]+\//, file);
  assert.doesNotMatch(text('index.html'), /<style|style=|<script(?![^>]*\bsrc=)|\son[a-z]+=/);
  assert.doesNotMatch(text('style.css'), /url\(|@import/);
});

test('nothing is asked for elsewhere', () => {
  for (const file of [...ours, 'index.html', 'style.css']) assert.doesNotMatch(text(file), /['"(]\s*(?:https?:)?\/\/[a-z]/, file);
});

/** The colours of a scheme, by name. */
function colours(scheme) {
  const css = text('style.css');
  const from = scheme === 'dark' ? css.indexOf('prefers-color-scheme: dark') : 0;
  return Object.fromEntries([...css.slice(from, css.indexOf('}', from)).matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]));
}

function luminance(colour) {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

for (const scheme of ['light', 'dark']) {
  test(`text can be read, ${scheme}`, () => {
    const c = colours(scheme);
    const pairs = [['on-accent', 'accent'], ['on-bad', 'bad'], ['on-careful', 'careful']];
    for (const ground of ['ground', 'card', 'code', 'good-ground', 'bad-ground', 'careful-ground']) {
      for (const ink of ['ink', 'soft', 'accent', 'good', 'bad', 'careful']) pairs.push([ink, ground]);
    }
    for (const [ink, ground] of pairs) assert.ok(contrast(c[ink], c[ground]) >= 4.5, `${ink} on ${ground}: ${contrast(c[ink], c[ground])}`);
  });

  test(`edges of fields can be seen, ${scheme}`, () => {
    const c = colours(scheme);
    for (const ground of ['ground', 'card']) assert.ok(contrast(c.edge, c[ground]) >= 3, ground);
  });
}
