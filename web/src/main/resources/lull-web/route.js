// Where in the UI somebody is: the part of the address after the #.

const PLACES = [
  [/^\/?$/, 'stacks'],
  [/^\/stacks\/([^/]+)$/, 'stack'],
  [/^\/stacks\/([^/]+)\/plan$/, 'plan'],
  [/^\/windows$/, 'windows'],
  [/^\/windows\/([1-9]\d{0,17})$/, 'window'],
  [/^\/schedules$/, 'schedules'],
  [/^\/(?:points|snapshots)$/, 'points'],
  [/^\/audit$/, 'audit'],
  [/^\/tokens$/, 'tokens'],
];

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @returns {{place: string, of?: string, query: URLSearchParams}} */
export function route(hash) {
  const [path, query = ''] = hash.replace(/^#/, '').split('?');
  for (const [form, place] of PLACES) {
    const found = form.exec(path);
    if (found) {
      return { place, of: found[1] === undefined ? undefined : decoded(found[1]), query: new URLSearchParams(query) };
    }
  }
  return { place: 'nowhere', query: new URLSearchParams() };
}

export const windowAddress = (id) => `#/windows/${id}`;

export const stackAddress = (stack) => `#/stacks/${encodeURIComponent(stack)}`;

export function planAddress(stack, query = {}) {
  const rest = new URLSearchParams(query).toString();
  return `${stackAddress(stack)}/plan${rest && `?${rest}`}`;
}
