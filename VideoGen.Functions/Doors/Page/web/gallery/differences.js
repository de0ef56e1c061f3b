// @ts-check
/** What videos share, and what sets each apart from the others. */
import { duration, money, t } from '../words.js';
import { makerOf } from './filters.js';
import { nameOf } from '../names.js';

/** @typedef {import('../types').Job} Job */
/** @typedef {import('../types').Video} Video */

/** @type {Record<string, string>} */
const formats = { landscape: '16:9', portrait: '9:16', square: '1:1' };

/** As it was asked for. @type {Record<string, (job: Job) => string>} */
const fields = {
  prompt: job => job.prompt,
  style: job => nameOf('styles', job.style),
  theme: job => nameOf('themes', job.theme),
  platform: job => nameOf('platforms', job.platform),
  camera: job => nameOf('cameras', job.camera),
  model: job => job.model ?? '',
  seed: job => (job.seed === null ? '' : String(job.seed)),
  format: job => job.aspectRatio ?? formats[job.format ?? ''] ?? '',
  duration: job => (job.duration === null ? '' : duration(job.duration)),
  negativePrompt: job => job.negativePrompt ?? '',
};

/** @param {Job[]} jobs @returns {string[]} */
const differing = jobs => Object.keys(fields).filter(name => new Set(jobs.map(fields[name])).size > 1);

/** @param {Job[]} jobs @returns {[string, string][]} */
export function shared(jobs) {
  const first = jobs[0];
  if (!first) return [];

  const apart = differing(jobs);
  return Object.entries(fields).flatMap(([name, value]) => (apart.includes(name) || !value(first) ? [] : [entry(name, value(first))]));
}

/** @param {Job} job @param {Job[]} jobs @returns {[string, string][]} */
export const apart = (job, jobs) => differing(jobs).map(name => entry(name, fields[name]?.(job) || '–'));

/** What came of it. @param {Job} job @param {Video | null} video @returns {[string, string][]} */
export function outcomeOf(job, video) {
  /** @type {[string, string | null | undefined | false][]} */
  const all = [
    [t('gallery.compare.madeBy'), job.provider && makerOf(job.provider)],
    [t('gallery.compare.size'), video?.width ? `${video.width} × ${video.height}` : null],
    [t('gallery.compare.took'), job.timings.generate && job.mode === 'live' ? duration(job.timings.generate) : null],
    [t('gallery.compare.charged'), job.cost.charged === null ? null : money(job.cost.charged)],
  ];
  return all.flatMap(([name, value]) => (value ? [[name, value]] : []));
}

/** @param {string} name @param {string} value @returns {[string, string]} */
const entry = (name, value) => [t(`gallery.field.${name}`), value];
