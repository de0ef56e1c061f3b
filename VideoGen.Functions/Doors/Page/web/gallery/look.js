// @ts-check
/** A quick look at one video after the other, without leaving the list. */
import { own } from '../api.js';
import { isDeleted } from '../deletion.js';
import { html, nothing, render } from '../lib/lit-html/lit-html.js';
import { icon } from '../pictures/icons.js';
import { posterFor } from '../pictures/pictures.js';
import { styled } from '../player/player.js';
import { link } from '../router.js';
import { t } from '../words.js';
import { factsOf, fileName, firstVideo, isUnderWay, stateOf } from './facts.js';

/** @typedef {import('../types').Job} Job */

/**
 * @param {Job[]} jobs @param {string} id Where to begin.
 * @param {{ signal: AbortSignal, now(id: string): Job | undefined, onDelete(job: Job): unknown, more(): Promise<Job[]> }} given
 * @returns {Promise<string>} The one that was looked at last.
 */
export async function look(jobs, id, { signal, now, onDelete, more }) {
  const dialog = document.createElement('dialog');
  dialog.className = 'look';
  dialog.setAttribute('aria-labelledby', 'look-title');
  let at = Math.max(jobs.findIndex(job => job.id === id), 0);
  let version = 0;
  let muted = true;
  /** @type {string | null} */
  let begun = null;

  const job = () => /** @type {Job} */ (now(jobs[at]?.id ?? '') ?? jobs[at]);
  const player = () => dialog.querySelector('video');

  const move = async (/** @type {number} */ by) => {
    if (at + by >= jobs.length) jobs = await more();
    if (at + by < 0 || at + by >= jobs.length) return;

    at += by;
    version = 0;
    draw();
  };
  const erase = async () => {
    const gone = job();
    await onDelete(gone);
    if (!isDeleted(gone.id)) return draw();

    jobs = jobs.filter(one => one.id !== gone.id);
    if (jobs.length === 0) return dialog.close();
    at = Math.min(at, jobs.length - 1);
    version = 0;
    draw();
  };

  function draw() {
    muted = player()?.muted ?? muted;
    const one = job();
    const seen = one.videos.filter(video => video.contentUrl);
    const video = seen[version] ?? firstVideo(one);
    render(html`
      <header class="row spread">
        <h2 id="look-title" tabindex="-1">${one.prompt}</h2>
        <button class="quiet icon" aria-label=${t('close')} @click=${() => dialog.close()}>${icon('close')}</button>
      </header>
      <div class="show">
        ${video?.contentUrl
          ? html`<video-player .video=${video} .label=${one.prompt}></video-player>`
          : html`<div class="drawn"><img src=${posterFor(one)} width="320" height="180" alt=""><p>${stateOf(one)}</p></div>`}
      </div>
      <footer class="row spread">
        <p class="hint" role="status"><span class="mono">${t('gallery.look.place', { n: at + 1, of: jobs.length })}</span> ${factsOf(one)}</p>
        <div class="row">
          ${seen.length > 1 ? html`<div class="row" role="group" aria-label=${t('gallery.look.versions')}>${seen.map((_, index) => html`
            <button class="quiet icon" aria-pressed=${index === version} aria-label=${t('gallery.look.version', { n: index + 1 })} @click=${() => {
              version = index;
              draw();
            }}>${index + 1}</button>`)}</div>` : nothing}
          <button class="icon" aria-label=${t('gallery.look.previous')} title=${t('gallery.look.previous')} ?disabled=${at === 0} @click=${() => move(-1)}>${icon('chevronLeft')}</button>
          <button class="icon" aria-label=${t('gallery.look.next')} title=${t('gallery.look.next')} @click=${() => move(1)}>${icon('chevronRight')}</button>
          ${video?.contentUrl ? html`<a class="button icon" download=${fileName(one, video)} href=${own(video.contentUrl)} aria-label=${t('gallery.look.download')} title=${t('gallery.look.download')}>${icon('download')}</a>` : nothing}
          <button class="icon danger" aria-label=${t(isUnderWay(one) ? 'gallery.selection.cancel' : 'gallery.look.delete')} title=${t(isUnderWay(one) ? 'gallery.selection.cancel' : 'gallery.look.delete')} @click=${erase}>${icon(isUnderWay(one) ? 'stop' : 'trash')}</button>
          ${one.group ? html`<a class="button icon" href=${link('gallery', null, { group: one.group })} aria-label=${t('gallery.compare.title')} title=${t('gallery.compare.title')}>${icon('compare')}</a>` : nothing}
          <a class="button primary" href=${link('videos', one.id)}>${t('gallery.look.open')}</a>
        </div>
      </footer>
      <p class="hint keys">${t('gallery.look.hint')}</p>`, dialog);
    start(video?.contentUrl ?? null);
  }

  /** Plays what has come up, without a sound unless one was asked for before. @param {string | null} address */
  function start(address) {
    const film = player();
    if (!film || begun === address) return;

    begun = address;
    film.muted = muted;
    void film.play().catch(() => {});
  }

  dialog.addEventListener('keydown', event => {
    const target = /** @type {Element} */ (event.target);
    const key = event.key.toLowerCase();
    // The player has keys of its own while the focus is in it.
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || target.matches('input, select')) return;

    if (key === 'arrowleft' || key === 'arrowright') void move(key === 'arrowleft' ? -1 : 1);
    else if (key === ' ' && !target.matches('button, a')) dialog.close();
    else if (key === 'k') void (player()?.paused ? player()?.play() : player()?.pause());
    else if (key === 'delete') void erase();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener('click', event => event.target === dialog && dialog.close());
  signal.addEventListener('abort', () => dialog.close(), { once: true });

  // The list keeps up with what is being made.
  const timer = setInterval(() => !firstVideo(job()) && draw(), 2000);
  await styled;
  document.body.append(dialog);
  draw();
  dialog.showModal();
  /** @type {HTMLElement | null} */ (dialog.querySelector('h2'))?.focus();
  return new Promise(resolve => dialog.addEventListener('close', () => {
    player()?.removeAttribute('src');
    player()?.load();
    clearInterval(timer);
    dialog.remove();
    resolve(job()?.id ?? '');
  }));
}
