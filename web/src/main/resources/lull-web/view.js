// How a view is made: templates and hooks of the vendored library. Text in a template is always
// text: nothing from the API is ever parsed as HTML.

import { h } from './vendor-preact.js';
import htm from './vendor-htm.js';

export const html = htm.bind(h);
export { render } from './vendor-preact.js';
export {
  useCallback, useEffect, useErrorBoundary, useId, useLayoutEffect, useMemo, useReducer, useRef, useState,
} from './vendor-hooks.js';

/** Class names in a row, without those that don't apply. */
export const classes = (...names) => names.filter(Boolean).join(' ');
