// How amounts and times are written, and how durations are read.

/** `3.2s` below ten seconds, `1h5m12s` above. */
export function duration(seconds) {
  return seconds < 10 ? `${Math.max(0, seconds).toFixed(1)}s` : whole(seconds);
}

/** Without tenths: for what counts on. */
export function whole(seconds) {
  const all = Math.max(0, Math.round(seconds));
  const parts = [
    [Math.floor(all / 86400), 'd'],
    [Math.floor((all % 86400) / 3600), 'h'],
    [Math.floor((all % 3600) / 60), 'm'],
    [all % 60, 's'],
  ].filter(([n]) => n > 0);
  return parts.length === 0 ? '0s' : parts.map(([n, unit]) => n + unit).join('');
}

/** An age or a rest: nobody wants seconds of what is hours. */
export function about(seconds) {
  if (seconds >= 2 * 86400) return whole(Math.round(seconds / 3600) * 3600);
  if (seconds >= 600) return whole(Math.round(seconds / 60) * 60);
  return whole(seconds);
}

export function size(bytes) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (bytes >= 1024 && unit < units.length - 1) {
    bytes /= 1024;
    unit += 1;
  }
  return `${bytes.toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}

/** `3 volumes`, `1 volume`. */
export function count(n, one, many = `${one}s`) {
  return `${n} ${n === 1 ? one : many}`;
}

const SAME_DAY = { timeStyle: 'medium' };
const OTHER_DAY = { dateStyle: 'medium', timeStyle: 'short' };

/** A moment in the reader's own time: the clock alone where it is today. */
export function moment(iso, now = new Date()) {
  const at = new Date(iso);
  return at.toLocaleString([], at.toDateString() === now.toDateString() ? SAME_DAY : OTHER_DAY);
}

/** A moment in full. */
export const moments = (iso) => new Date(iso).toLocaleString([], { dateStyle: 'full', timeStyle: 'long' });

const OF_A_ZONE = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' };

/** A moment by the clocks of a zone, e.g. Europe/Berlin; by UTC where this browser does not know the zone. */
export function inZone(iso, zone) {
  const at = new Date(iso);
  try {
    return at.toLocaleString([], { ...OF_A_ZONE, timeZone: zone });
  } catch {
    return `${at.toLocaleString([], { ...OF_A_ZONE, timeZone: 'UTC' })} UTC`;
  }
}

/** The zone of who reads. */
export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

const PARTS = /(\d+)(ms|s|m|h|d)/g;
const SECONDS = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400 };

/** The seconds of `90s`, `5m` or `1h30m`; nothing where it is none of these. */
export function seconds(text) {
  const stripped = text.trim();
  if (!/^(\d{1,9}(ms|s|m|h|d))+$/.test(stripped)) return undefined;
  return [...stripped.matchAll(PARTS)].reduce((sum, [, n, unit]) => sum + n * SECONDS[unit], 0);
}

/** What to expect of something that takes so long: rounded up to a minute, with some air. */
export function expectation(closedSeconds) {
  return `${Math.max(1, Math.ceil((closedSeconds * 1.2) / 60))}m`;
}

/** The first characters of an image's or a commit's id. */
export const shortId = (id) => id.replace(/^sha256:/, '').slice(0, 12);
