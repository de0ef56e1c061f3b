// @ts-check
/** What its owner puts on a job: tags, and the scheduled post that its videos are meant for. */
import { ApiError, put, remove } from '../api.js';
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { icon } from '../pictures/icons.js';
import { link } from '../router.js';
import { date, t, word } from '../words.js';

/** @typedef {import('../types').Job} Job */

export class Labels {
  #editsPost = false;
  #fault = '';

  /** @param {() => void} draw @param {(job: Job) => void} onJob */
  constructor(draw, onJob) {
    this.draw = draw;
    this.onJob = onJob;
  }

  /** @param {Job} job */
  show(job) {
    return html`
      <section class="panel stack" aria-labelledby="tags">
        <h2 id="tags">${t('job.tags')}</h2>
        ${job.tags.length === 0 ? nothing : html`<ul class="tags">${repeat(job.tags, tag => tag, tag => html`
          <li><a href=${link('gallery', null, { tag })}>${tag}</a><button class="quiet icon" aria-label=${t('job.untag', { tag })}
            @click=${() => this.#tag(job, job.tags.filter(other => other !== tag))}>${icon('close', 12)}</button></li>`)}</ul>`}
        <form class="row" @submit=${(/** @type {SubmitEvent} */ event) => this.#add(event, job)}>
          <label class="unseen" for="tag">${t('job.newTag')}</label>
          <input id="tag" name="tag" maxlength="50" placeholder=${t('job.newTag')} autocomplete="off" required>
          <button>${t('job.add')}</button>
        </form>
      </section>
      <section class="panel stack" aria-labelledby="post">
        <h2 id="post">${t('job.post.title')}</h2>
        ${this.#editsPost ? this.#form(job) : html`
          ${job.post ? html`<p><strong>${job.post.id}</strong>${job.post.platform ? html` · ${job.post.platform}` : nothing}
            ${job.post.time ? html`<br><time class="hint" datetime=${job.post.time}>${date(job.post.time)}</time>` : nothing}</p>` : html`<p class="hint">${t('job.post.none')}</p>`}
          <p class="row">
            <button id="edit-post" @click=${() => this.#edit(true)}>${icon('calendar', 18)} ${t(job.post ? 'job.post.change' : 'job.post.set')}</button>
            ${job.post ? html`<button class="quiet" @click=${() => this.#free(job)}>${t('job.post.remove')}</button>` : nothing}
          </p>`}
        ${this.#fault ? html`<p class="fault" role="alert">${this.#fault}</p>` : nothing}
      </section>`;
  }

  /** @param {Job} job */
  #form({ post, ...job }) {
    return html`<form class="stack" @submit=${(/** @type {SubmitEvent} */ event) => this.#associate(event, job.id)}>
      <label>${t('job.post.id')}<input name="id" required maxlength="200" autocomplete="off" .value=${post?.id ?? ''}></label>
      <label>${t('job.post.platform')}<input name="platform" maxlength="50" list="platforms" .value=${post?.platform ?? job.platform ?? ''}></label>
      <datalist id="platforms">${['tiktok', 'instagram', 'youtube', 'facebook', 'linkedin', 'twitter'].map(name => html`<option value=${name}></option>`)}</datalist>
      <label>${t('job.post.time')}<input name="time" type="datetime-local" .value=${post?.time ? local(post.time) : ''}></label>
      <p class="row"><button class="primary">${t('job.save')}</button><button type="button" class="quiet" @click=${() => this.#edit(false)}>${t('job.leave')}</button></p>
    </form>`;
  }

  /** @param {boolean} isOn */
  #edit(isOn) {
    [this.#editsPost, this.#fault] = [isOn, ''];
    this.draw();
    /** @type {HTMLElement | null} */ (document.querySelector(isOn ? 'input[name="id"]' : '#edit-post'))?.focus();
  }

  /** @param {SubmitEvent} event @param {Job} job */
  async #add(event, job) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const tag = String(new FormData(form).get('tag')).trim();
    if (tag && !job.tags.includes(tag)) await this.#tag(job, [...job.tags, tag]);
    form.reset();
  }

  /** @param {Job} job @param {string[]} tags */
  async #tag(job, tags) {
    await this.#try(async () => this.onJob(await put(`videos/${job.id}/tags`, { tags })));
  }

  /** @param {SubmitEvent} event @param {string} id */
  async #associate(event, id) {
    event.preventDefault();
    const { id: post, platform, time } = Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)));
    await this.#try(async () => {
      this.onJob(await put(`videos/${id}/post`, { id: String(post).trim(), platform: platform || null, time: time ? new Date(String(time)).toISOString() : null }));
      this.#edit(false);
    });
  }

  /** @param {Job} job */
  async #free(job) {
    await this.#try(async () => {
      await remove(`videos/${job.id}/post`);
      this.onJob({ ...job, post: null });
      this.#edit(false);
    });
  }

  /** @param {() => Promise<void>} work */
  async #try(work) {
    this.#fault = '';
    try {
      await work();
    } catch (error) {
      this.#fault = error instanceof ApiError ? [word('error', error.code), ...Object.values(error.errors).flat()].join(' ') : String(error);
    }
    this.draw();
  }
}

/** As the field for a time takes it: without a zone. @param {string} time */
const local = time => {
  const at = new Date(time);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
};
