// @ts-check
/** What can be done with the videos that are chosen. */
import { own } from '../api.js';
import { html } from '../lib/lit-html/lit-html.js';
import { icon } from '../pictures/icons.js';
import { link } from '../router.js';
import { t } from '../words.js';
import { deleteJobs, editPost, editTags } from './actions.js';
import { fileName, firstVideo } from './facts.js';

/** @typedef {import('../types').Job} Job */

const mostSideBySide = 6;
// Browsers ask about many downloads at once, and drop those that come too fast.
const betweenDownloads = 400;

/**
 * @param {Job[]} chosen
 * @param {{ tags: string[], platforms: { name: string, displayName: string }[], onChange(job: Job): void, onClear(): void }} given
 */
export function selectionBar(chosen, { tags, platforms, onChange, onClear }) {
  const seen = chosen.filter(job => firstVideo(job));
  const mayCompare = seen.length >= 2 && seen.length <= mostSideBySide;
  return html`<section class="selection" aria-label=${t('gallery.selection.bar')}>
    <p role="status"><strong>${t('gallery.selected', { n: chosen.length })}</strong></p>
    ${mayCompare
      ? html`<a class="button" href=${link('gallery', null, { compare: seen.map(job => job.id).join(',') })}>${icon('compare', 18)}<span>${t('gallery.selection.compare')}</span></a>`
      : html`<button disabled title=${t('gallery.selection.compareHow')}>${icon('compare', 18)}<span>${t('gallery.selection.compare')}</span></button>`}
    <button @click=${() => editTags(chosen, tags, onChange)}>${icon('tag', 18)}<span>${t('gallery.selection.tags')}</span></button>
    <button @click=${() => editPost(chosen, platforms, onChange)}>${icon('calendar', 18)}<span>${t('gallery.selection.post')}</span></button>
    <button ?disabled=${seen.length === 0} @click=${() => download(seen)}>${icon('download', 18)}<span>${t('gallery.selection.download')}</span></button>
    <button class="danger" @click=${() => deleteJobs(chosen, onChange)}>${icon('trash', 18)}<span>${t('gallery.selection.delete')}</span></button>
    <button class="quiet icon clear" aria-label=${t('gallery.selection.clear')} title=${t('gallery.selection.clear')} @click=${onClear}>${icon('close', 18)}</button>
  </section>`;
}

/** @param {Job[]} jobs */
async function download(jobs) {
  for (const job of jobs) {
    for (const video of job.videos) {
      if (!video.contentUrl) continue;

      const anchor = document.createElement('a');
      anchor.href = own(video.contentUrl);
      anchor.download = fileName(job, video);
      anchor.click();
      await new Promise(resolve => setTimeout(resolve, betweenDownloads));
    }
  }
}
