// @ts-check
/**
 * Who is signed in here. Where the service asks for a key or a token it is kept for this tab alone, and goes with every request as a header:
 * with ours by `headers()`, with pictures and videos by the worker, which asks this tab for it. It is never part of an address.
 */

/** @typedef {{ key?: string, token?: string, user?: string }} Credentials */

const kept = 'videogen.session';

/** @type {Credentials | null} */
let credentials = JSON.parse(sessionStorage.getItem(kept) ?? 'null');

/** @type {(() => Promise<void>) | null} */
let asking = null;

/** How the service wants to know who calls: `none`, `key`, `jwt` or `easyauth`. */
export const mode = document.documentElement.dataset.auth ?? 'none';

export const isSignedIn = () => credentials !== null;

/** Whether a request would be refused for want of a key. In the other modes a cookie may tell, which only the service can see. */
export const isKeyMissing = () => mode === 'key' && credentials === null;

export const user = () => credentials?.user ?? null;

/** @returns {Record<string, string>} */
export const headers = () => ({
  ...(credentials?.key && { 'x-functions-key': credentials.key }),
  ...(credentials?.token && { Authorization: `Bearer ${credentials.token}` }),
  ...(credentials?.user && { 'X-User-Id': credentials.user }),
});

export async function startSession() {
  navigator.serviceWorker?.addEventListener('message', event => {
    if (event.data === 'headers') event.ports[0]?.postMessage(headers());
  });
  if (credentials) await startWorker();
}

/** @param {Credentials} given */
export async function signIn(given) {
  credentials = given;
  sessionStorage.setItem(kept, JSON.stringify(given));
  await startWorker();
}

export async function signOut() {
  credentials = null;
  // With it goes what was begun here.
  sessionStorage.clear();
  // Pictures of one user are not the next one's.
  const worker = await navigator.serviceWorker?.getRegistration('/');
  await worker?.unregister();
}

/** @param {() => Promise<void>} ask Shows the sign-in, and is done once somebody has signed in. */
export function onSignInNeeded(ask) {
  let open = /** @type {Promise<void> | null} */ (null);
  asking = () => (open ??= ask().finally(() => { open = null; }));
}

/** Somebody has to sign in; done once they have. */
export const needSignIn = () => asking?.() ?? Promise.reject(new Error('Nobody can sign in here.'));

async function startWorker() {
  const workers = navigator.serviceWorker;
  if (!workers) return;

  await workers.register(new URL('./worker.js', import.meta.url), { scope: '/' });
  await workers.ready;
  if (!workers.controller) {
    await new Promise(resolve => workers.addEventListener('controllerchange', resolve, { once: true }));
  }
}
