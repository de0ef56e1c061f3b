// @ts-check
/** Adds who is signed in to the requests that elements make by themselves: pictures and videos. The tab they belong to knows. */
const scope = /** @type {any} */ (self);

scope.addEventListener('install', () => scope.skipWaiting());
scope.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(scope.clients.claim()));

scope.addEventListener('fetch', (/** @type {any} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin || !url.pathname.startsWith('/api/') || request.method !== 'GET' || ['cors', 'same-origin'].includes(request.mode)) return;

  event.respondWith(withHeaders(event.clientId || event.resultingClientId, request));
});

/** @param {string} client @param {Request} request */
async function withHeaders(client, request) {
  const headers = new Headers(request.headers);
  for (const [name, value] of Object.entries(await ask(client))) headers.set(name, value);
  // The key stays with this service: the request may not be sent on to another.
  return fetch(request.url, { headers, mode: 'same-origin', credentials: 'same-origin', signal: request.signal });
}

/** @param {string} id @returns {Promise<Record<string, string>>} */
async function ask(id) {
  const tab = (await scope.clients.get(id)) ?? (await scope.clients.matchAll({ type: 'window' }))[0];
  if (!tab) return {};

  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = answer => resolve(answer.data);
    setTimeout(resolve, 2000, {});
    tab.postMessage('headers', [port2]);
  });
}
