// Signing in with a token. The address stays what it was: whoever is signed in again is where they
// wanted to go.

import { signIn } from './api.js';
import { whole } from './format.js';
import { Field, hasMoved, Heading, Refusal } from './page.js';
import { html, useEffect, useRef, useState } from './view.js';

/** Seconds until it may be tried again, counted down. */
function useWait() {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (left <= 0) return undefined;
    const clock = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(clock);
  }, [left]);
  return [left, setLeft];
}

export function Login() {
  const [token, setToken] = useState('');
  const [state, setState] = useState({});
  const [wait, setWait] = useWait();
  const field = useRef();
  useEffect(() => field.current?.focus(), []);

  const submit = async (event) => {
    event.preventDefault();
    if (state.busy || wait > 0 || token.trim() === '') return;
    setState({ busy: true });
    hasMoved();
    try {
      await signIn(token.trim());
    } catch (trouble) {
      setState({ trouble });
      if (trouble.status === 429) setWait(trouble.retryAfter ?? 60);
      field.current?.focus();
    }
  };

  return html`<${Heading} title="Sign in" />
    <form class="card narrow" onSubmit=${submit}>
      <${Field} label="Token">${(id) => html`<input id=${id} ref=${field} name="token" type="password" autocomplete="current-password"
        autocapitalize="none" spellcheck=${false} value=${token} onInput=${(e) => setToken(e.target.value)} />`}<//>
      <${Refusal} trouble=${state.trouble} />
      <p role="status" class="careful">${wait > 0 ? `Too many attempts. Try again in ${whole(wait)}.` : ''}</p>
      <div class="buttons"><button type="submit" class="primary" disabled=${state.busy || wait > 0}>Sign in</button></div>
      <p class="soft">No token yet? On the host:</p>
      <pre>lull token create --role operator NAME</pre>
    </form>`;
}
