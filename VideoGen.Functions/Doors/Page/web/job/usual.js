// @ts-check
/** How long a job of its kind usually takes, by the catalog of models. */
import { get } from '../api.js';

/** @typedef {import('../types').Model} Model */

/** @type {Promise<Model[]> | null} */
let asked = null;

/** @returns {Promise<Model[]>} */
export const models = () => (asked ??= get('catalog/models').then(answer => answer.models, error => {
  asked = null;
  throw error;
}));

/** In seconds, a first frame with it where the model begins with one. @param {import('../types').Job} job */
export async function usualSeconds(job) {
  const all = await models();
  const model = all.find(one => one.name === job.model);
  if (!model) return 0;

  const makes = (/** @type {Model} */ one, /** @type {string} */ kind) => one.offers.some(offer => offer.kind === kind);
  const frame = job.kind === 'text-to-video' && !makes(model, job.kind) ? all.find(one => one.provider === model.provider && makes(one, 'text-to-image')) : null;
  return model.usualSeconds + (frame?.usualSeconds ?? 0);
}
