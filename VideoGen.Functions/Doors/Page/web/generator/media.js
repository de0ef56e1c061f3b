// @ts-check
/** The image or video that the new one is made from, and images of what shall be seen: dragged, pasted or picked, and sent at once. */
import { ApiError, upload } from '../api.js';
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { icon } from '../pictures/icons.js';
import { duration, percent, size, t } from '../words.js';
import { images, videos } from './draft.js';
import { fault, pickFiles } from './fields.js';
import { pictureOf } from './frames.js';

/** @typedef {import('./form.js').Form} Form */
/** @typedef {import('./form.js').Sending} Sending */
/** @typedef {import('./draft.js').Medium} Medium */

const largest = 104_857_600;
const most = 4;
const byEnding = /** @type {Record<string, string>} */ ({ jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', mp4: 'video/mp4', m4v: 'video/mp4', mov: 'video/quicktime' });

/** Some systems do not say what a file is. @param {File} file */
const typeOf = file => file.type || byEnding[file.name.split('.').at(-1)?.toLowerCase() ?? ''] || '';

/** Takes the files in. The form holds one image or video; what is further is for what shall be seen. @param {Form} form @param {File[]} files */
export function take(form, files, isReference = false) {
  const [first, ...others] = files;
  if (!first) return;

  if (!isReference) {
    const old = form.sending.filter(one => !one.isReference);
    for (const one of old) drop(form, one);
    send(form, first, false);
  }

  for (const file of isReference ? files : others) {
    if (form.draft.references.length + form.sending.filter(one => one.isReference).length < most) send(form, file, true);
  }
}

/** @param {File} file */
const whyNot = (file, isReference = false) => {
  const type = typeOf(file);
  const allowed = isReference ? images : [...images, ...videos];
  return !allowed.includes(type) ? t(isReference ? 'generator.media.notImage' : 'generator.media.wrongType')
    : file.size === 0 ? t('generator.media.empty')
    : file.size > largest ? t('generator.media.tooLarge', { size: size(file.size), most: size(largest) })
    : null;
};

/** @param {Form} form @param {File} file @param {boolean} isReference */
async function send(form, file, isReference) {
  const sending = { file, isReference, share: 0, fault: whyNot(file, isReference), mayRepeat: false, cancel: new AbortController() };
  form.sending.push(sending);
  form.draw();
  if (sending.fault === null) await transfer(form, sending);
}

/** @param {Form} form @param {Sending} sending */
async function transfer(form, sending) {
  const { file, isReference } = sending;
  const signal = AbortSignal.any([sending.cancel.signal, form.signal]);
  sending.fault = null;
  try {
    const [answer, picture] = await Promise.all([
      upload(file, share => {
        sending.share = share;
        form.draw();
      }, signal),
      pictureOf(file, typeOf(file)),
    ]);
    form.sending = form.sending.filter(one => one !== sending);
    /** @type {Medium} */
    const medium = {
      kind: answer.contentType.startsWith('video/') ? 'video' : 'image',
      source: { uploadId: answer.id },
      name: file.name,
      sizeBytes: answer.sizeBytes,
      width: answer.width,
      height: answer.height,
      seconds: answer.durationSeconds,
      expiresAt: answer.expiresAt,
      picture,
    };
    form.change(isReference ? { references: [...form.draft.references, medium] } : { medium });
  } catch (error) {
    if (signal.aborted) return;
    const { code, message, status, retryable } = error instanceof ApiError ? error : new ApiError(0, {});
    sending.fault = t(`error.${code}`) + (status ? ` (${message.replace(/\.$/, '')})` : '');
    sending.mayRepeat = retryable;
    form.draw();
  }
}

/** @param {Form} form @param {Sending} sending */
function drop(form, sending) {
  sending.cancel.abort();
  form.sending = form.sending.filter(one => one !== sending);
  form.draw();
}

/** The file to begin from. @param {Form} form */
export const media = form => {
  const { medium } = form.draft;
  const sending = form.sending.filter(one => !one.isReference);
  return html`<div data-field="image">
    ${medium && sending.every(one => one.fault) ? filled(medium, t(`generator.media.${medium.kind}Used`), () => form.change({ medium: null })) : nothing}
    ${sending.map(one => underWay(form, one))}
    ${fault(form, 'image')}${fault(form, 'video')}
  </div>`;
};

/** Images of what shall be seen. @param {Form} form */
export const references = form => html`
  <div class="field wide" data-field="references" role="group" aria-label=${t('generator.field.references')}>
    <span class="label">${t('generator.field.references')}</span>
    <p class="hint">${t('generator.media.referencesHint')}</p>
    ${form.draft.references.map(one => filled(one, '', () => form.change({ references: form.draft.references.filter(other => other !== one) })))}
    ${form.sending.filter(one => one.isReference).map(one => underWay(form, one))}
    ${form.draft.references.length < most ? html`<button type="button" class="small add" @click=${() => pickFiles(images, true, files => take(form, files, true))}>${icon('plus', 16)}${t('generator.media.addReference')}</button>` : nothing}
    ${fault(form, 'references')}
  </div>`;

/** @param {Medium} medium @param {string} use @param {() => void} remove */
const filled = (medium, use, remove) => html`
  <div class="medium">
    ${medium.picture ? html`<img src=${medium.picture} alt="">` : html`<span class="blank">${icon(medium.kind, 22)}</span>`}
    <div><strong class="name">${medium.name || t(`generator.media.${medium.kind}`)}</strong>
      <span class="hint">${[
    medium.width ? `${medium.width} × ${medium.height}` : '', medium.seconds ? duration(medium.seconds) : '', medium.sizeBytes ? size(medium.sizeBytes) : '',
  ].filter(Boolean).join(' · ')}</span>
      ${use ? html`<span class="use">${use}</span>` : nothing}</div>
    <button type="button" class="quiet small" @click=${remove}>${icon('trash', 16)}${t('generator.media.remove')}</button>
  </div>`;

/** @param {Form} form @param {Sending} sending */
const underWay = (form, sending) => html`
  <div class="medium ${sending.fault ? 'broken' : ''}">
    <span class="blank">${icon(sending.fault ? 'warning' : 'upload', 22)}</span>
    <div><strong class="name">${sending.file.name}</strong>
      ${sending.fault
    ? html`<span class="fault" role="alert">${sending.fault}</span>`
    : html`<progress max="1" .value=${sending.share} aria-label=${t('generator.media.sending', { name: sending.file.name })}></progress>
        <span class="hint">${sending.share < 1 ? `${percent(sending.share)} · ${size(sending.file.size)}` : t('generator.media.checking')}</span>`}</div>
    ${sending.fault && sending.mayRepeat
    ? html`<button type="button" class="quiet small" @click=${() => transfer(form, sending)}>${icon('retry', 16)}${t('generator.media.again')}</button>` : nothing}
    <button type="button" class="quiet small" @click=${() => drop(form, sending)}>${icon('close', 16)}${t(sending.fault ? 'generator.media.remove' : 'generator.media.cancel')}</button>
  </div>`;
