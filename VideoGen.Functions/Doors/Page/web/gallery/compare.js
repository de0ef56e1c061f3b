// @ts-check
/** Some videos side by side: what sets each apart, and all of them at the same moment. */
import { ApiError, get, own } from '../api.js';
import { isDeleted, onDeletion } from '../deletion.js';
import { html, nothing, render } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { follow, isOver } from '../live.js';
import { icon } from '../pictures/icons.js';
import { posterFor } from '../pictures/pictures.js';
import { link } from '../router.js';
import { t, word } from '../words.js';
import { deleteJobs } from './actions.js';
import { frameOf } from './card.js';
import { apart, outcomeOf, shared } from './differences.js';
import { fileName, firstVideo, posterOf, stateOf } from './facts.js';
import { transport } from './transport.js';

/** @typedef {import('../types').Job} Job */
/** @typedef {import('../router.js').Address} Address */

// So many players at once a machine can bear.
const mostPlayers = 12;
const mostFollowed = 2;

/** @param {HTMLElement} host @param {Address} address @param {AbortSignal} signal */
export async function openComparison(host, address, signal) {
  /** @type {Job[]} */
  let jobs = [];
  let isLonger = false;
  /** @type {unknown} */
  let error = null;
  let isRead = false;

  const bar = transport(() => [...host.querySelectorAll('video')], signal);
  const put = (/** @type {Job} */ job) => {
    jobs = jobs.map(one => (one.id === job.id ? job : one));
    draw();
  };

  async function read(/** @type {URLSearchParams} */ query) {
    try {
      const all = await jobsOf(query, signal);
      jobs = all.slice(0, mostPlayers);
      isLonger = all.length > mostPlayers;
      error = null;
    } catch (why) {
      error = why;
    }
    if (signal.aborted) return;

    isRead = true;
    draw();
    // Those further down are looked at when the page is opened anew.
    for (const job of jobs.filter(one => !isOver(one) && one.status !== 'submission_unknown').slice(0, mostFollowed)) {
      follow(job.id, put, signal).catch(() => {});
    }
  }

  function draw() {
    if (signal.aborted) return;

    const shown = jobs.filter(job => !isDeleted(job.id));
    const common = shared(shown);
    render(html`
      <div class="row spread head">
        <div><p><a href=${link('gallery')}>${icon('chevronLeft', 14)}${t('gallery.compare.back')}</a></p>
          <h1>${t('gallery.compare.title')}</h1>
          ${shown.length > 0 ? html`<p class="hint" role="status">${t('gallery.videos', { n: shown.length })}${isLonger ? html` · ${t('gallery.compare.truncated', { n: mostPlayers })}` : nothing}</p>` : nothing}</div>
        <p class="hint keys">${t('gallery.compare.hint')}</p>
      </div>
      ${shown.some(job => firstVideo(job)) ? bar.view() : nothing}
      ${error ? html`<p class="panel" role="alert">${error instanceof ApiError ? word('error', error.code) : String(error)}</p>`
        : shown.length === 0 ? html`<p class="hint">${t(isRead ? 'gallery.compare.none' : 'gallery.loading')}</p>` : nothing}
      ${common.length > 0 ? html`<section class="common"><h2>${t('gallery.compare.same')}</h2><dl>${common.map(fact)}</dl></section>` : nothing}
      <ul class="versions" role="list">
        ${repeat(shown, job => job.id, (job, index) => version(job, index, apart(job, shown)))}
      </ul>`, host);
    bar.attach();
  }

  /** @param {Job} job @param {number} index @param {[string, string][]} differences */
  function version(job, index, differences) {
    const video = firstVideo(job);
    return html`<li class="version" .style=${`--shape: ${frameOf(job).toFixed(4)}`}>
      <div class="screen">
        ${video?.contentUrl
          ? html`<video muted loop playsinline preload="auto" src=${own(video.contentUrl)} poster=${posterOf(video) ?? nothing} aria-label=${`${t('gallery.compare.version', { n: index + 1 })}: ${job.prompt}`}></video>`
          : html`<img src=${posterFor(job)} width="320" height="180" alt=""><p>${stateOf(job)}</p>`}
      </div>
      <h2>${t('gallery.compare.version', { n: index + 1 })}
        ${job.mode ? html`<span class="badge ${job.mode === 'simulation' ? 'simulated' : 'live'}">${t(`gallery.mode.${job.mode}`)}</span>` : nothing}
        ${video ? nothing : html`<span class="badge">${word('status', job.status)}</span>`}</h2>
      ${differences.length > 0 ? html`<dl class="apart" aria-label=${t('gallery.compare.differs')}>${differences.map(fact)}</dl>` : nothing}
      <dl class="outcome" aria-label=${t('gallery.compare.outcome')}>${outcomeOf(job, video).map(fact)}</dl>
      <div class="row">
        <a class="button" href=${link('videos', job.id)}>${t('gallery.look.open')}</a>
        ${video?.contentUrl ? html`<a class="button icon" download=${fileName(job, video)} href=${own(video.contentUrl)} aria-label=${t('gallery.card.download', { prompt: job.prompt })} title=${t('gallery.look.download')}>${icon('download', 18)}</a>` : nothing}
        <button class="icon danger" aria-label=${t('gallery.card.delete', { prompt: job.prompt })} title=${t('gallery.look.delete')} @click=${() => deleteJobs([job], put)}>${icon('trash', 18)}</button>
      </div>
    </li>`;
  }

  draw();
  onDeletion(draw, signal);
  await read(address.query);
  return (/** @type {Address} */ now) => void read(now.query);
}

/** @param {[string, string]} entry */
const fact = ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

/** @param {URLSearchParams} query @param {AbortSignal} signal @returns {Promise<Job[]>} */
async function jobsOf(query, signal) {
  const group = query.get('group');
  if (!group) {
    const ids = (query.get('compare') ?? '').split(',').filter(Boolean).slice(0, mostPlayers);
    const found = await Promise.all(ids.map(id => get(`videos/${encodeURIComponent(id)}`, { signal }).catch(gone)));
    return found.filter(Boolean);
  }

  const answer = await get(`videos/${encodeURIComponent(group)}/variations`, { signal }).catch(gone)
    // A batch, or variations whose first one was deleted.
    ?? await get(`videos?${new URLSearchParams({ group, limit: '100' })}`, { signal });
  return answer.videos;
}

/** @param {unknown} error */
function gone(error) {
  if (error instanceof ApiError && error.status === 404) return null;
  throw error;
}
