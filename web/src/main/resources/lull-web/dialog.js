// Asked before something is done: what it does, what would be lost, and sometimes a name to be typed.

import { Field, Refusal } from './page.js';
import { html, useEffect, useId, useRef, useState } from './view.js';

/**
 * @param confirm text that has to be typed first
 * @param act does it; what it throws is shown, and the dialog stays
 * @param close tells that it is closed, whatever the reason
 */
export function Dialog({ title, does, loses, confirm, button, tone, act, close, ready = true, children }) {
  const dialog = useRef();
  const heading = useId();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState();

  useEffect(() => {
    dialog.current.showModal();
  }, []);

  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setTrouble(undefined);
    try {
      await act(typed);
      dialog.current?.close();
    } catch (refused) {
      setTrouble(refused);
      setBusy(false);
    }
  };

  return html`<dialog ref=${dialog} aria-labelledby=${heading} onClose=${close}>
    <form onSubmit=${submit}>
      <h2 id=${heading}>${title}</h2>
      <p>${does}</p>
      ${loses && html`<p class=${confirm ? 'notice bad' : 'notice'}><strong>What would be lost: </strong>${loses}</p>`}
      ${children}
      ${confirm && html`<${Field} label=${`Type the stack’s name to confirm: ${confirm}`}>
        ${(id) => html`<input id=${id} name="confirm" autocomplete="off" autocapitalize="none" spellcheck=${false}
          value=${typed} onInput=${(e) => setTyped(e.target.value)} />`}
      <//>`}
      <${Refusal} trouble=${trouble} />
      <div class="buttons">
        <button type="submit" class=${tone === 'danger' ? 'danger' : 'primary'}
          disabled=${busy || !ready || (confirm !== undefined && typed !== confirm)}>${busy ? 'Asking…' : button}</button>
        <button type="button" autofocus=${!confirm && tone === 'danger'} onClick=${() => dialog.current.close()}>Cancel</button>
      </div>
    </form>
  </dialog>`;
}
