// @ts-check
/** What is said of a job in few words, the same on a card, in the quick look and side by side. */
import { own } from '../api.js';
import { isOver } from '../live.js';
import { ago, duration, t, word } from '../words.js';
import { nameOf } from '../names.js';

/** @typedef {import('../types').Job} Job */
/** @typedef {import('../types').Video} Video */

const shapes = /** @type {Record<string, number>} */ ({ landscape: 16 / 9, portrait: 9 / 16, square: 1 });

/** Width by height: of the file, else as it was asked for. @param {Job} job @param {Video | null} [video] */
export function shapeOf(job, video = firstVideo(job)) {
  if (video?.width && video.height) return video.width / video.height;
  if (job.width && job.height) return job.width / job.height;

  const [width = 0, height = 0] = (job.aspectRatio ?? '').split(':').map(Number);
  return width && height ? width / height : shapes[job.format ?? ''] ?? 16 / 9;
}

/** The first that can be seen. @param {Job} job @returns {Video | null} */
export const firstVideo = job => job.videos.find(video => video.contentUrl) ?? null;

/** @param {Video | null} video */
export const posterOf = video => (video?.thumbnailUrl && video.thumbnail === 'available' ? own(video.thumbnailUrl) : null);

/** The sheet of small pictures, or its layout. @param {Job} job @param {Video} video @param {'json'} [format] */
export const spritesOf = (job, video, format) => {
  const query = new URLSearchParams({ ...(video.index > 0 && { index: String(video.index) }), ...(format && { format }) });
  return `videos/${job.id}/sprites${query.size ? `?${query}` : ''}`;
};

/** @param {Job} job */
export const isUnderWay = job => !isOver(job);

/** In one line, without pictures: what a screen reader says of a card. @param {Job} job */
export function factsOf(job) {
  const video = firstVideo(job);
  return [
    job.style && nameOf('styles', job.style),
    video?.durationSeconds && duration(video.durationSeconds),
    job.mode && t(`gallery.mode.${job.mode}`),
    isUnderWay(job) ? stateOf(job) : `${word('status', job.status)} ${ago(job.completedAt ?? job.createdAt)}`,
  ].filter(Boolean).join(', ');
}

/** @param {Job} job */
export const stateOf = job => (job.status === 'running' ? word('stage', job.stage) : word('status', job.status));

/** A name for the file, from the prompt. @param {Job} job @param {Video} video */
export const fileName = (job, video) =>
  `${job.prompt.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 48).replace(/^-|-$/g, '') || 'video'}${job.videos.length > 1 ? `-${video.index + 1}` : ''}.mp4`;
