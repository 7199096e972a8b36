import assert from 'node:assert/strict';
import test from 'node:test';
import { about, count, duration, expectation, inZone, moment, seconds, shortId, size, whole } from '../../main/resources/lull-web/format.js';

test('durations have tenths below ten seconds only', () => {
  assert.equal(duration(0), '0.0s');
  assert.equal(duration(3.24), '3.2s');
  assert.equal(duration(10), '10s');
  assert.equal(duration(60), '1m');
  assert.equal(duration(3912), '1h5m12s');
  assert.equal(duration(90000), '1d1h');
});

test('a clock that was set back counts from nothing', () => {
  assert.equal(duration(-3), '0.0s');
  assert.equal(whole(-3), '0s');
});

test('an age of hours has no seconds', () => {
  assert.equal(about(59), '59s');
  assert.equal(about(4000), '1h7m');
  assert.equal(about(3 * 86400 + 5 * 3600 + 100), '3d5h');
});

test('sizes are binary', () => {
  assert.equal(size(0), '0 B');
  assert.equal(size(1023), '1023 B');
  assert.equal(size(1536), '1.5 KiB');
  assert.equal(size(5 * 1024 ** 4), '5.0 TiB');
});

test('durations are read as the API reads them', () => {
  assert.equal(seconds('90s'), 90);
  assert.equal(seconds(' 1h30m '), 5400);
  assert.equal(seconds('500ms'), 0.5);
  assert.equal(seconds('90d'), 90 * 86400);
  for (const wrong of ['', '5', 'm', '5 m', '5m soon', '-5m', '1.5h']) assert.equal(seconds(wrong), undefined, wrong);
});

test('what is expected has some air and whole minutes', () => {
  assert.equal(expectation(0.4), '1m');
  assert.equal(expectation(50), '1m');
  assert.equal(expectation(51), '2m');
});

test('nouns are counted', () => {
  assert.equal(count(1, 'volume'), '1 volume');
  assert.equal(count(0, 'volume'), '0 volumes');
});

test('ids are short', () => {
  assert.equal(shortId('sha256:0123456789abcdef'), '0123456789ab');
});

test('a moment of today has no date', () => {
  const now = new Date(2026, 2, 1, 12);
  assert.ok(moment(new Date(2026, 2, 1, 9, 30, 5), now).length < moment(new Date(2026, 1, 1, 9, 30, 5), now).length);
});

test('a moment is told by the clocks of a zone', () => {
  assert.match(inZone('2026-12-06T02:00:00Z', 'Europe/Berlin'), /\b0?3:00/);
  assert.match(inZone('2026-06-07T02:00:00Z', 'Europe/Berlin'), /\b0?4:00/);
  assert.match(inZone('2026-12-06T02:00:00Z', 'Nowhere/Atall'), /\b0?2:00.* UTC$/);
});
