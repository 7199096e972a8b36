// What a step prints, and how far it says it is.

// A line of progress: `volume shop_db: 1.2 GiB of 4.0 GiB (30 %), 210 MiB/s, 14s left`.
const LINE = /^(.+): (?:(?:[0-9.]+ [KMGT]?i?B of [0-9.]+ [KMGT]?i?B|[0-9,]+ of [0-9,]+ names) \((\d{1,3}) %\)|[0-9,]+ names, [0-9,]+\/s$)/;

/** What a line says of how far something is; nothing if it is none of progress. */
export function progress(text) {
  const found = LINE.exec(text ?? '');
  return found ? { what: found[1], percent: found[2] === undefined ? undefined : Number(found[2]) } : undefined;
}

/** The newest line of progress in the place of the one before it. */
export function collapse(lines) {
  const shown = [];
  for (const line of lines) {
    const what = progress(line)?.what;
    if (what !== undefined && what === progress(shown.at(-1))?.what) shown.pop();
    shown.push(line);
  }
  return shown;
}

const KEPT = 1000;

/** Lines in the order of the journal, each once, however often they were sent: the newest ones. */
export function merge(lines, more) {
  if (more.length === 0) return lines;
  const known = new Set(lines.map((l) => l.sequence));
  return [...lines, ...more.filter((l) => !known.has(l.sequence))]
    .sort((a, b) => a.sequence - b.sequence)
    .slice(-KEPT);
}

/** Those lines that were printed in this turn of the step: it may have had others before. */
export function printed(lines, step) {
  const from = step.startedAt === undefined ? Infinity : Date.parse(step.startedAt);
  const until = step.endedAt === undefined ? Infinity : Date.parse(step.endedAt);
  return lines.filter((l) => Date.parse(l.at) >= from && Date.parse(l.at) <= until).map((l) => l.text);
}
