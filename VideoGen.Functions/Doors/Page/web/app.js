// @ts-check
/** Starts the page: the words first, then the frame around every view, then the view that the address names. */
import { startRouter } from './router.js';
import { startShell } from './shell.js';
import { loadWords } from './words.js';
import { startSession } from './session.js';

await Promise.all([loadWords(), startSession()]);
startShell();
startRouter();
// Nobody waits for this one.
const { startDownloads } = await import('./download.js');
startDownloads();
