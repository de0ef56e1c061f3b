// @ts-check
/** Starts the page: the words first, then the frame around every view, then the view that the address names. */
import { startDownloads } from './download.js';
import { startRouter } from './router.js';
import { startShell } from './shell.js';
import { loadWords } from './words.js';
import { startSession } from './session.js';

await Promise.all([loadWords(), startSession()]);
startShell();
startDownloads();
startRouter();
