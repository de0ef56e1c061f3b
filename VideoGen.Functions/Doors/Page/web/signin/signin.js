// @ts-check
/** Asks who somebody is, in the way that the service wants to know it. */
import { html, nothing, render } from '../lib/lit-html/lit-html.js';
import { mode, signIn } from '../session.js';
import { redrawShell } from '../shell.js';
import { t } from '../words.js';

/** @returns {Promise<void>} Done once somebody has given what was asked for. Whether it is right, the next request tells. */
export async function ask() {
  const dialog = document.createElement('dialog');
  dialog.className = 'signin';
  dialog.setAttribute('aria-labelledby', 'signin-title');
  // There is nothing to go back to without.
  dialog.addEventListener('cancel', event => event.preventDefault());
  document.body.append(dialog);

  await new Promise(resolve => {
    render(mode === 'easyauth' ? elsewhere() : form(resolve), dialog);
    dialog.showModal();
  });
  dialog.close();
  dialog.remove();
  redrawShell();
}

const elsewhere = () => html`
  <h2 id="signin-title">${t('signin.title')}</h2>
  <p>${t('signin.elsewhere')}</p>
  <a class="button primary" href="/.auth/login/aad?post_login_redirect_uri=/">${t('signin.go')}</a>`;

/** @param {(value?: unknown) => void} done */
const form = done => html`
  <form method="dialog" @submit=${(/** @type {SubmitEvent} */ event) => submit(event, done)}>
    <h2 id="signin-title">${t('signin.title')}</h2>
    <label>${t(mode === 'jwt' ? 'signin.token' : 'signin.key')}
      <input type="password" name=${mode === 'jwt' ? 'token' : 'key'} required autocomplete="current-password" autofocus></label>
    ${mode === 'jwt' ? nothing : html`
      <label>${t('signin.user')}
        <input name="user" autocomplete="username" maxlength="64" pattern="[A-Za-z0-9][A-Za-z0-9._@\\-]*"></label>`}
    <p class="hint">${t('signin.kept')}</p>
    <button class="primary">${t('signin.go')}</button>
  </form>`;

/** @param {SubmitEvent} event @param {(value?: unknown) => void} done */
async function submit(event, done) {
  event.preventDefault();
  const given = Object.fromEntries([...new FormData(/** @type {HTMLFormElement} */ (event.target))].filter(([, value]) => value !== ''));
  await signIn(/** @type {import('../session.js').Credentials} */ (given));
  done();
}
