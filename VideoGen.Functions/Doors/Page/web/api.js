// @ts-check
/** The native API, and nothing else: this page can do what every client can. */
import { headers, isKeyMissing, needSignIn } from './session.js';
import { language } from './words.js';

/** An answer that is none of the 200s, as RFC 9457 has it. */
export class ApiError extends Error {
  /** @param {number} status 0 when there was no answer at all. @param {{ code?: string, title?: string, detail?: string, errors?: Record<string, string[]>, retryable?: boolean }} problem */
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = problem.code ?? (status ? 'INTERNAL_ERROR' : 'UNREACHABLE');
    this.errors = problem.errors ?? {};
    this.retryable = problem.retryable ?? status === 0;
  }
}

/** What went wrong, as one of ours, whatever it is. @param {unknown} error */
export const asApiError = error => (error instanceof ApiError ? error : new ApiError(0, { detail: String(error) }));

/** @typedef {{ signal?: AbortSignal, key?: string, headers?: Record<string, string>, keepalive?: boolean }} Options `key` makes it safe to repeat. */

/** @param {string} path @param {Options} [options] @returns {Promise<any>} */
export const get = (path, options) => send('GET', path, undefined, options);

/** @param {string} path @param {unknown} [body] @param {Options} [options] @returns {Promise<any>} */
export const post = (path, body, options) => send('POST', path, body, options);

/** @param {string} path @param {unknown} body @param {Options} [options] @returns {Promise<any>} */
export const put = (path, body, options) => send('PUT', path, body, options);

/** @param {string} path @param {unknown} body @param {Options} [options] @returns {Promise<any>} */
export const patch = (path, body, options) => send('PATCH', path, body, options);

/** @param {string} path @param {Options} [options] @returns {Promise<any>} */
export const remove = (path, options) => send('DELETE', path, undefined, options);

/** @param {string} method @param {string} path @param {unknown} body @param {Options} [options] */
async function send(method, path, body, options = {}) {
  const answer = await request(method, path, body === undefined ? undefined : JSON.stringify(body), {
    ...options,
    headers: { ...options.headers, ...(body !== undefined && { 'Content-Type': 'application/json' }), ...(options.key && { 'Idempotency-Key': options.key }) },
  });
  return answer.status === 204 ? null : answer.json();
}

/** An answer in the 200s, whatever its type. @param {string} method @param {string} path @param {BodyInit} [body] @param {Options} [options] @returns {Promise<Response>} */
export async function request(method, path, body, options = {}) {
  if (isKeyMissing()) await needSignIn();
  const answer = await attempt(method, path, body, options);
  if (answer.ok) return answer;

  const error = await errorOf(answer);
  if (error.status !== 401) throw error;

  await needSignIn();
  return request(method, path, body, options);
}

/** @param {string} method @param {string} path @param {BodyInit | undefined} body @param {Options} options */
async function attempt(method, path, body, options) {
  try {
    return await fetch(`/api/${path}`, {
      method,
      body,
      signal: options.signal,
      keepalive: options.keepalive,
      // So the service sends files itself, in place of leading to a store where a script may not ask.
      mode: 'same-origin',
      headers: { 'Accept-Language': language, ...headers(), ...options.headers },
    });
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new ApiError(0, { detail: String(error) });
  }
}

/** @param {Response} answer */
async function errorOf(answer) {
  const isProblem = answer.headers.get('Content-Type')?.includes('json');
  return new ApiError(answer.status, isProblem ? await answer.json() : { title: answer.statusText });
}

/**
 * Sends a file, and says how far it is; fetch cannot tell that.
 * @param {File} file @param {(share: number) => void} onProgress @param {AbortSignal} signal @returns {Promise<any>}
 */
export function upload(file, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open('POST', '/api/uploads');
    for (const [name, value] of Object.entries(headers())) sending.setRequestHeader(name, value);
    sending.responseType = 'json';
    sending.upload.onprogress = event => event.lengthComputable && onProgress(event.loaded / event.total);
    sending.onload = () => (sending.status === 201 || sending.status === 200 ? resolve(sending.response) : reject(new ApiError(sending.status, sending.response ?? {})));
    sending.onerror = () => reject(new ApiError(0, {}));
    sending.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => sending.abort(), { once: true });
    sending.send(file);
  });
}

/** The path of an address that the API gave, so that it is asked where the page came from. */
export const own = (/** @type {string} */ address) => {
  const url = new URL(address, location.href);
  return url.pathname + url.search;
};
