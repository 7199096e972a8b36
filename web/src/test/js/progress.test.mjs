import assert from 'node:assert/strict';
import test from 'node:test';
import { collapse, merge, printed, progress } from '../../main/resources/lull-web/progress.js';

test('lines of progress are told from others', () => {
  assert.deepEqual(progress('volume shop_db: 1.2 GiB of 4.0 GiB (30 %), 210 MiB/s, 14s left'), { what: 'volume shop_db', percent: 30 });
  assert.deepEqual(progress('volume shop_db, verifying: 300,000 of 400,000 names (75 %), 60,000/s'), { what: 'volume shop_db, verifying', percent: 75 });
  assert.deepEqual(progress('volume shop_db, measuring: 120,000 names, 60,000/s'), { what: 'volume shop_db, measuring', percent: undefined });
  assert.equal(progress('schema: 2 of 2'), undefined);
  assert.equal(progress(undefined), undefined);
});

test('the newest line of progress takes the place of the one before it', () => {
  const lines = ['begin', 'volume a: 1.0 GiB of 4.0 GiB (25 %), 1 MiB/s', 'volume a: 2.0 GiB of 4.0 GiB (50 %), 1 MiB/s', 'volume b: 1.0 B of 4.0 B (25 %), 1 B/s', 'end'];
  assert.deepEqual(collapse(lines), ['begin', lines[2], lines[3], 'end']);
});

const line = (sequence, text = `line ${sequence}`, at = `2026-03-01T12:00:${String(sequence).padStart(2, '0')}Z`) => ({ sequence, at, text });

test('lines that are sent twice are kept once, in the order of the journal', () => {
  const live = [line(7), line(8, 'a'), line(8, 'b')];
  const read = [line(3), line(7), line(8, 'a'), line(8, 'b')];
  assert.deepEqual(merge(live, read).map((l) => l.text), ['line 3', 'line 7', 'a', 'b']);
  assert.deepEqual(merge(merge([], live), [line(9)]).map((l) => l.sequence), [7, 8, 8, 9]);
});

test('only the newest lines are kept', () => {
  const many = Array.from({ length: 1200 }, (_, i) => line(i));
  assert.equal(merge([], many).length, 1000);
  assert.equal(merge([], many).at(-1).sequence, 1199);
});

test('what an earlier turn of a step printed is not shown with a later one', () => {
  const lines = [line(1), line(5), line(9)];
  assert.deepEqual(printed(lines, { startedAt: '2026-03-01T12:00:04.5Z' }), ['line 5', 'line 9']);
  assert.deepEqual(printed(lines, { startedAt: '2026-03-01T12:00:00Z', endedAt: '2026-03-01T12:00:06.123456789Z' }), ['line 1', 'line 5']);
  assert.deepEqual(printed(lines, {}), []);
});
