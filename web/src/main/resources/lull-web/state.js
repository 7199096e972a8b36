// Where a window is, in a few words and in a tone.

const BAD = new Set(['stuck', 'rolled-back', 'aborted', 'refused']);

/** `changing, held at work` */
export function stateOf(window) {
  return window.held ? `${window.phase}, held at ${window.held.step}` : window.phase;
}

/** `bad`, `careful`, `good`, or nothing: it goes on by itself. */
export function toneOf(window) {
  if (window.phase === 'stuck' || BAD.has(window.phase)) return 'bad';
  if (window.held || window.trouble || window.phase === 'rolling-back') return 'careful';
  return window.phase === 'done' ? 'good' : '';
}

/** What must not be missed, shortest first; empty when there is nothing of the kind. */
export function alarms(window) {
  const found = [];
  if (window.phase === 'stuck') found.push('The way back failed: only a person can go on');
  else if (window.held && !window.ended) found.push('Waits for a person');
  if (window.trouble) found.push('Stands still');
  if (window.overran) found.push(window.ended ? 'Took longer than expected' : 'Longer than expected');
  return found;
}

/** The step that is to be looked at: the one that runs, or the last that failed. */
export function stepInFocus(window) {
  const all = [...window.steps, ...(window.wayBack?.steps ?? [])];
  return all.findLast((s) => s.status === 'running')
    ?? all.findLast((s) => s.status === 'failed')
    ?? all.findLast((s) => s.status === 'done');
}

/**
 * What happened, in words; where the step that it is about tells of several things, each problem that
 * prepare has found, those are a list.
 *
 * @returns {{said: string, list: string[], then: string}}
 */
export function happenedOf(window) {
  const all = [...window.steps, ...(window.wayBack?.steps ?? [])];
  const many = all.find((s) => s.text?.includes('\n') && window.happened.includes(s.text));
  if (!many) return { said: window.happened, list: [], then: '' };
  const from = window.happened.indexOf(many.text);
  return {
    said: window.happened.slice(0, from).trimEnd(),
    list: many.text.split('\n').filter((line) => line.trim() !== ''),
    then: window.happened.slice(from + many.text.length).replace(/^[.\s]+/, ''),
  };
}

/** Seconds from now until visitors are expected in again; fewer than none when that is over. */
export function secondsLeft(window) {
  const now = Date.parse(window.openedAt) / 1000 + window.elapsedSeconds;
  return Date.parse(window.expectedBackAt) / 1000 - now;
}

/** Who opened it, from where, and why. */
export function whoAndWhy(window) {
  const from = window.from ? `, from ${window.from}` : '';
  return `by ${window.by}${from}${window.reason ? `: ${window.reason}` : ''}`;
}
