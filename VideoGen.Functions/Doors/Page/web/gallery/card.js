// @ts-check
/** One video among others: its picture first, then what it is. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { icon } from '../pictures/icons.js';
import { posterFor } from '../pictures/pictures.js';
import { link } from '../router.js';
import { ago, date, duration, percent, t, word } from '../words.js';
import { factsOf, firstVideo, isUnderWay, posterOf, shapeOf, stateOf } from './facts.js';
import { nameOf } from '../names.js';

/** @typedef {import('../types').Job} Job */
/** @typedef {{ isSelected: boolean, isCurrent: boolean, onSelect(job: Job, event: MouseEvent): void, onLook(job: Job): void, onDelete(job: Job): void }} CardState */

// A picture much taller or wider than that would leave no room for words, or for others: its edges are cut.
const narrowest = 0.62;
const widest = 2.4;

/** @param {Job} job @param {CardState} state */
export const card = (job, state) => html`
  <li class="card ${state.isSelected ? 'selected' : ''}" data-id=${job.id} .style=${`--shape: ${frameOf(job).toFixed(4)}`}>
    <a class="open" href=${link('videos', job.id)} tabindex=${state.isCurrent ? 0 : -1}
      aria-keyshortcuts="Space Delete X">
      ${picture(job)}
      <p class="prompt">${job.prompt}</p>
      <p class="unseen">${factsOf(job)}</p>
      <p class="facts" aria-hidden="true">
        ${job.style ? html`<span>${nameOf('styles', job.style)}</span>` : nothing}
        <time datetime=${job.createdAt} title=${date(job.createdAt)}>${ago(job.createdAt)}</time>
      </p>
    </a>
    ${job.tags.length > 0 || job.post ? html`<p class="marks">
      ${job.post ? html`<a class="badge" href=${link('gallery', null, { post: job.post.id })} tabindex=${state.isCurrent ? 0 : -1}>${icon('calendar', 12)}${job.post.id}</a>` : nothing}
      ${job.tags.map(tag => html`<a class="badge" href=${link('gallery', null, { tag })} tabindex=${state.isCurrent ? 0 : -1}>${tag}</a>`)}</p>` : nothing}
    <label class="pick"><input type="checkbox" .checked=${state.isSelected} tabindex=${state.isCurrent ? 0 : -1} aria-label=${t('gallery.card.select', { prompt: job.prompt })}
      @click=${(/** @type {MouseEvent} */ event) => state.onSelect(job, event)}></label>
    <div class="tools">
      <button class="icon" tabindex=${state.isCurrent ? 0 : -1} aria-label=${t('gallery.card.look', { prompt: job.prompt })} title=${t('gallery.look.title')}
        @click=${() => state.onLook(job)}>${icon(firstVideo(job) ? 'play' : 'info', 18)}</button>
      <button class="icon" tabindex=${state.isCurrent ? 0 : -1} aria-label=${t(isUnderWay(job) ? 'gallery.card.cancel' : 'gallery.card.delete', { prompt: job.prompt })}
        title=${t(isUnderWay(job) ? 'gallery.selection.cancel' : 'gallery.look.delete')}
        @click=${() => state.onDelete(job)}>${icon(isUnderWay(job) ? 'stop' : 'trash', 18)}</button>
    </div>
  </li>`;

/** @param {Job} job */
export const frameOf = job => Math.min(Math.max(shapeOf(job), narrowest), widest);

/** @param {Job} job */
function picture(job) {
  const video = firstVideo(job);
  if (!video || isUnderWay(job)) return plate(job, video);

  const mode = video.simulated ? 'simulation' : 'live';
  const [width, height] = [video.width ?? 1280, video.height ?? 720];
  return html`<span aria-hidden="true" class="frame ${shapeOf(job) < narrowest ? 'tall' : shapeOf(job) > widest ? 'wide' : ''}">
    <img class="poster" src=${posterOf(video) ?? posterFor(job)} width=${width} height=${height} alt="" loading="lazy" decoding="async" @error=${(/** @type {Event} */ event) => standIn(job, event)}>
    <span class="corner at-start"><span class="mark ${mode}">${t(`gallery.mode.${mode}`)}</span></span>
    <span class="corner at-end">
      ${job.videos.length > 1 ? html`<span class="mark">×${job.videos.length}</span>` : nothing}
      ${video.durationSeconds ? html`<span class="mark">${duration(video.durationSeconds)}</span>` : nothing}
    </span>
  </span>`;
}

/** A picture that cannot be had gives way to a drawn one. @param {Job} job @param {Event} event */
function standIn(job, event) {
  const image = /** @type {HTMLImageElement} */ (event.target);
  const drawn = posterFor(job);
  if (image.src !== drawn) image.src = drawn;
}

/** What is shown where there is no picture, or not of all yet, and how the job stands. @param {Job} job @param {import('../types').Video | null} video */
const plate = (job, video) => html`<span aria-hidden="true" class="frame plate ${job.status}">
  <img class="poster" src=${posterOf(video) ?? posterFor(job)} width="320" height="180" alt="" loading="lazy">
  <span class="state">
    <span>${job.status === 'completed' ? t('gallery.card.gone') : stateOf(job)}</span>
    ${job.status === 'running' || job.status === 'queued' ? html`<span class="mono">${percent(job.progress / 100)}</span>` : nothing}
    ${job.status === 'failed' && job.error ? html`<small>${word('error', job.error.code)}</small>` : nothing}
    ${job.status === 'running' || job.status === 'queued' ? html`<progress max="100" value=${job.progress}></progress>` : nothing}
  </span>
</span>`;
