// The public API, and nothing else: who is signed in, requests, and what goes wrong.

import { each } from './lines.js';
import { Signal } from './signal.js';

const API = '/api/v1';
const PATIENCE_MS = 30_000;

/** Who is signed in. `undefined`: not known yet; `null`: nobody. */
export const session = new Signal(undefined);

/** Whether the daemon answers. */
export const answers = new Signal(true);

/** What the API refused, or could not do. `status` 0: there was no answer. */
export class Trouble extends Error {
  constructor(status, problem = {}, retryAfter = undefined) {
    super(problem.detail || problem.title || `The daemon answered ${status}`);
    this.status = status;
    this.word = (problem.type ?? '').replace('urn:lull:problem:', '');
    this.title = problem.title ?? '';
    this.problems = problem.problems ?? [];
    this.retryAfter = retryAfter;
  }

  /** Nobody knows whether it was done. */
  get uncertain() {
    return this.status === 0 || this.status >= 500;
  }
}

async function troubleOf(response) {
  const problem = await response.json().catch(() => ({}));
  return new Trouble(response.status, problem, Number(response.headers.get('Retry-After')) || undefined);
}

async function send(method, path, { body, headers = {}, signal, patience = PATIENCE_MS } = {}) {
  const giveUp = AbortSignal.timeout(patience);
  const request = {
    method,
    credentials: 'same-origin',
    cache: 'no-store',
    headers: { Accept: 'application/json', ...headers },
    signal: signal ? AbortSignal.any?.([signal, giveUp]) ?? signal : giveUp,
  };
  if (body !== undefined) {
    request.headers['Content-Type'] = 'application/json';
    request.body = JSON.stringify(body);
  }
  if (method !== 'GET' && session.value?.csrf) request.headers['X-Lull-CSRF'] = session.value.csrf;
  try {
    const response = await fetch(API + path, request);
    answers.set(true);
    return response;
  } catch (error) {
    if (signal?.aborted) throw error;
    answers.set(false);
    throw new Trouble(0, { detail: 'The daemon does not answer.' });
  }
}

/** Signed in anew elsewhere, this one has an old secret: it is asked for once more. */
async function sent(method, path, options) {
  const response = await send(method, path, options);
  if (response.ok) return response;
  const trouble = await troubleOf(response);
  if (trouble.word === 'csrf' && !options?.again) {
    await whoAmI();
    return sent(method, path, { ...options, again: true });
  }
  if (trouble.status === 401 && path !== '/session') session.set(null);
  throw trouble;
}

async function json(method, path, options) {
  const response = await sent(method, path, options);
  if (response.status === 204) return undefined;
  try {
    return await response.json();
  } catch {
    answers.set(false);
    throw new Trouble(0, { detail: 'The daemon’s answer was cut off.' });
  }
}

export const get = (path, options) => json('GET', path, options);
export const post = (path, body = {}, options = {}) => json('POST', path, { ...options, body });
export const remove = (path) => json('DELETE', path);

/**
 * Asks for what takes long, and hands on each line of the answer.
 *
 * @returns the last line
 */
export async function read(path, type, take, signal) {
  const response = await sent('POST', path, { body: {}, signal, patience: 24 * 3600_000 });
  let last;
  try {
    await each(response.body, (line) => {
      last = line;
      take(line);
    });
  } catch (error) {
    if (signal?.aborted) throw error;
  }
  if (last?.type !== type) {
    throw new Trouble(0, { detail: 'The answer was cut off before its end. Nothing was changed; try again.' });
  }
  return last;
}

/** Whether the daemon answers by now; says nothing else. */
export const knock = () => get('/version').catch(() => {});

/** The address of something in the API. */
export const at = (strings, ...names) => String.raw({ raw: strings }, ...names.map(encodeURIComponent));

export const eventsOf = (id, after) => `${API}/windows/${id}/events?after=${after}`;
export const reportOf = (id) => `${API}/windows/${id}/report`;

export async function whoAmI() {
  try {
    session.set(await get('/session'));
  } catch (trouble) {
    if (trouble.status !== 401) throw trouble;
    session.set(null);
  }
}

export async function signIn(token) {
  session.set(await post('/session', { token }));
}

export async function signOut() {
  await remove('/session').catch((trouble) => {
    if (trouble.status !== 401) throw trouble;
  });
  session.set(null);
}
