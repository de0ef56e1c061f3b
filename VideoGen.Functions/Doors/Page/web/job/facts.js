// @ts-check
/** What a job was asked for, what was changed about it, what came of it and what it cost. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { nameOf } from '../names.js';
import { notify } from '../notices.js';
import { icon } from '../pictures/icons.js';
import { ago, date, duration, money, number, size, t, word } from '../words.js';

/** @typedef {import('../types').Job} Job @typedef {import('../types').Video} Video */

/** @param {Job} job */
export const prompt = job => html`
  <section class="panel stack" aria-labelledby="prompt">
    ${text('prompt', t('job.prompt'), job.prompt)}
    ${job.enhancedPrompt && job.enhancedPrompt !== job.prompt ? text('enhanced', t('job.enhanced'), job.enhancedPrompt) : nothing}
    ${job.negativePrompt ? text('negative', t('job.negative'), job.negativePrompt) : nothing}
    <dl class="facts">
      ${fact(t('job.kind'), word('job.kinds', job.kind))}
      ${fact(t('job.style'), nameOf('styles', job.style))}
      ${fact(t('job.theme'), nameOf('themes', job.theme))}
      ${fact(t('job.platform'), nameOf('platforms', job.platform))}
      ${fact(t('job.camera'), nameOf('cameras', job.camera))}
      ${fact(t('job.seed'), job.seed === null ? null : html`<span class="mono">${job.seed}</span>`)}
    </dl>
  </section>`;

/** @param {Job} job */
export const adapted = job => job.adapted.length === 0 ? nothing : html`
  <section class="panel stack" aria-labelledby="adapted">
    <h2 id="adapted">${t('job.adapted')}</h2>
    <ul class="adapted">${job.adapted.map(change => html`
      <li><p><strong>${word('job.fields', change.field)}</strong>
        ${change.asked === null ? nothing : html`<del>${plain(change.asked)}</del> `}${change.used === null ? nothing : html`→ ${plain(change.used)}`}</p>
        <p class="hint" lang="en">${change.why}</p></li>`)}</ul>
  </section>`;

/** @param {Video | null} video */
export const file = video => !video?.sha256 ? nothing : html`
  <section class="panel stack" aria-labelledby="file">
    <h2 id="file">${t('job.file')}</h2>
    <dl class="facts">
      ${fact(t('job.picture'), video.width ? html`${video.width} × ${video.height}` : null)}
      ${fact(t('job.length'), video.durationSeconds === null ? null : duration(video.durationSeconds))}
      ${fact(t('job.fps'), video.fps === null ? null : number(video.fps, { maximumFractionDigits: 2 }))}
      ${fact(t('job.codec'), video.codec)}
      ${fact(t('job.size'), video.sizeBytes === null ? null : size(video.sizeBytes))}
      ${fact('SHA-256', html`<span class="mono" title=${video.sha256}>${video.sha256.slice(0, 12)}…</span> ${copy(video.sha256, 'SHA-256')}`)}
      ${fact(t('job.condition'), video.condition && video.condition !== 'sound' ? word('job.conditions', video.condition) : null)}
      ${fact(t('job.expires'), video.expiresAt ? html`<time datetime=${video.expiresAt} title=${ago(video.expiresAt)}>${t('job.until', { when: date(video.expiresAt, { dateStyle: 'medium' }) })}</time>` : t('job.kept'))}
    </dl>
  </section>`;

/** @param {Job} job */
export const cost = job => html`
  <section class="panel stack" aria-labelledby="cost">
    <h2 id="cost">${t('job.cost')}</h2>
    <dl class="facts">
      ${fact(t('job.quoted'), job.cost.quoted === null ? null : money(job.cost.quoted))}
      ${fact(t('job.charged'), job.mode === 'simulation' && !job.cost.charged ? t('job.free') : money(job.cost.charged ?? 0))}
      ${fact(t('job.points'), job.cost.points === null ? null : number(job.cost.points))}
      ${fact(t('job.by'), job.provider && job.provider !== 'simulation' ? html`${word('job.provider', job.provider)} <span class="mono">${job.model}</span>` : null)}
      ${fact(t('job.started'), html`<time datetime=${job.createdAt}>${date(job.createdAt)}</time>`)}
      ${fact(t('job.id'), html`<span class="mono">${job.id.slice(0, 10)}…</span> ${copy(job.id, t('job.id'))}`)}
    </dl>
  </section>`;

/** @param {string} id @param {string} label @param {string} content */
const text = (id, label, content) => html`
  <div class="text"><div class="row spread"><h2 id=${id}>${label}</h2>${copy(content, label)}</div><p>${content}</p></div>`;

/** @param {string} label @param {unknown} value */
const fact = (label, value) => value === null || value === undefined || value === '' ? nothing : html`<div><dt>${label}</dt><dd>${value}</dd></div>`;

/** Browsers lend the clipboard to safe origins only. @param {string} content @param {string} what */
const copy = (content, what) => !navigator.clipboard ? nothing : html`<button class="quiet icon copy" aria-label=${t('job.copy', { what })} title=${t('job.copy', { what })}
  @click=${async () => {
    await navigator.clipboard.writeText(content);
    notify({ kind: 'done', text: t('job.copied'), seconds: 3 });
  }}>${icon('copy', 16)}</button>`;

/** @param {unknown} value */
const plain = value => typeof value === 'object' ? JSON.stringify(value) : String(value);
