// @ts-check
/**
 * Jobs that are deleted, but can be had back for a few seconds. Only then the service is told, or when the page is left before.
 * What this tab was about to delete stays hidden and is deleted also after a reload.
 */
import { ApiError, remove as removeJob } from './api.js';
import { notify } from './notices.js';
import { t, word } from './words.js';

const kept = 'videogen.deleted';
const undoSeconds = 8;

/** Left by the page before this one, which told the service as it went; nobody knows whether it arrived. @type {Set<string>} */
const leftOver = new Set(JSON.parse(sessionStorage.getItem(kept) ?? '[]'));

const hidden = new Set(leftOver);

/** Those whose time to undo still runs. @type {Set<string>} */
const waiting = new Set();

/** @type {Set<() => void>} */
const listeners = new Set();

/** Whether the job, which the service still tells of, is to be shown no more. */
export function isDeleted(/** @type {string} */ id) {
  if (leftOver.delete(id)) finish(id);
  return hidden.has(id);
}

/** @param {() => void} listener Told when something was deleted, or came back. @param {AbortSignal} signal */
export function onDeletion(listener, signal) {
  listeners.add(listener);
  signal.addEventListener('abort', () => listeners.delete(listener));
}

/** Deletes jobs that are over, and offers to undo it. */
export function deleteWithUndo(/** @type {string[]} */ ...ids) {
  for (const id of ids) {
    hidden.add(id);
    waiting.add(id);
  }
  tell();
  const timer = setTimeout(() => ids.forEach(finish), undoSeconds * 1000);
  notify({
    text: t('deletion.done', { n: ids.length }),
    action: t('deletion.undo'),
    seconds: undoSeconds,
    onAction() {
      clearTimeout(timer);
      ids.forEach(restore);
      tell();
    },
  });
}

/** @param {string} id */
async function finish(id) {
  try {
    await removeJob(`videos/${id}`, { keepalive: true });
    waiting.delete(id);
    tell();
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return;

    restore(id);
    tell();
    notify({ kind: 'error', text: t('deletion.failed', { why: error instanceof ApiError ? word('error', error.code) : '' }) });
  }
}

/** @param {string} id */
function restore(id) {
  hidden.delete(id);
  waiting.delete(id);
}

function tell() {
  sessionStorage.setItem(kept, JSON.stringify([...waiting]));
  for (const listener of listeners) listener();
}

addEventListener('pagehide', () => waiting.forEach(finish));
