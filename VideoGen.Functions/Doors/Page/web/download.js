// @ts-check
/**
 * Files that links let one keep. A browser asks for those by itself, past the worker: who signed in with a key has them fetched here, with the key.
 */
import { ApiError, request } from './api.js';
import { notify } from './notices.js';
import { isSignedIn } from './session.js';
import { t, word } from './words.js';

export function startDownloads() {
  document.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a[download]') : null;
    if (!(link instanceof HTMLAnchorElement) || !isSignedIn() || !link.pathname.startsWith('/api/')) return;

    event.preventDefault();
    download(link.pathname + link.search, link.download);
  });
}

/** @param {string} address @param {string} name What the file is to be called. */
export async function download(address, name) {
  if (!isSignedIn()) return save(address, name);

  const done = notify({ text: t('shell.downloading', { name }), seconds: 3600 });
  try {
    const file = URL.createObjectURL(await (await request('GET', address.replace('/api/', ''))).blob());
    save(file, name);
    // The browser has taken it over by then.
    setTimeout(() => URL.revokeObjectURL(file), 60000);
  } catch (error) {
    notify({ kind: 'error', text: error instanceof ApiError ? word('error', error.code) : String(error) });
  }
  done();
}

/** @param {string} address @param {string} name */
function save(address, name) {
  const link = document.createElement('a');
  [link.href, link.download] = [address, name];
  link.click();
}
