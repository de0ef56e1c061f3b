// @ts-check
/** The frame around every view: where one can go, who is signed in, language and theme. */
import { html, nothing, render } from './lib/lit-html/lit-html.js';
import { address, link, onAddress, reopen } from './router.js';
import { isSignedIn, onSignInNeeded, signOut, user } from './session.js';
import { language, languages, setLanguage, t } from './words.js';

const kept = 'videogen.theme';
const mark = String(new URL('./pictures/favicon.svg', import.meta.url));
const themes = /** @type {const} */ (['auto', 'light', 'dark']);

const host = /** @type {HTMLElement} */ (document.getElementById('shell'));
const pass = /** @type {HTMLElement} */ (document.getElementById('skip'));

// Read before anything was drawn, by early.js.
let theme = document.documentElement.dataset.theme ?? 'auto';

export function startShell() {
  onSignInNeeded(async () => (await import('./signin/signin.js')).ask());
  host.replaceChildren();
  pass.addEventListener('click', skip);
  onAddress(draw);
}

/** Draws the frame anew, as after somebody has signed in. */
export const redrawShell = () => draw();

function draw({ name } = address()) {
  pass.textContent = t('shell.skip');
  render(html`
    <header class="shell">
      <a class="brand" aria-label="VideoGen" href=${link('')}><img src=${mark} alt="" width="28" height="28"><span>VideoGen</span></a>
      <nav aria-label=${t('shell.nav')}>
        ${[['', 'create'], ['gallery', 'gallery'], ['operations', 'operations']].map(([view = '', text]) => html`
          <a href=${link(view)} aria-current=${name === view ? 'page' : nothing}>${t(`shell.${text}`)}</a>`)}
      </nav>
      <div class="settings">
        ${isSignedIn() ? html`
          <span class="user">${user() ?? t('shell.signedIn')}</span>
          <button class="quiet" @click=${leave}>${t('shell.signOut')}</button>` : nothing}
        <label><span class="unseen">${t('shell.language')}</span>
          <select class="quiet" @change=${chooseLanguage}>
            ${Object.entries(languages).map(([code, text]) => html`<option value=${code} lang=${code} ?selected=${code === language}>${text}</option>`)}
          </select></label>
        <label><span class="unseen">${t('shell.theme')}</span>
          <select class="quiet" @change=${(/** @type {Event} */ event) => setTheme(valueOf(event))}>
            ${themes.map(one => html`<option value=${one} ?selected=${one === theme}>${t(`shell.themes.${one}`)}</option>`)}
          </select></label>
      </div>
    </header>`, host);
}

const valueOf = (/** @type {Event} */ event) => /** @type {HTMLSelectElement} */ (event.target).value;

/** @param {Event} event A link to a place on the page would change the address that names the view. */
function skip(event) {
  event.preventDefault();
  document.getElementById('view')?.focus();
}

/** @param {string} chosen */
function setTheme(chosen) {
  theme = chosen;
  localStorage.setItem(kept, chosen);
  document.documentElement.dataset.theme = chosen;
}

/** @param {Event} event */
async function chooseLanguage(event) {
  await setLanguage(valueOf(event));
  draw();
  reopen();
}

async function leave() {
  await signOut();
  location.reload();
}
