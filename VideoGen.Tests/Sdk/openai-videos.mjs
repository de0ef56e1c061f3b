// Drives /v1/videos with OpenAI's official client, as its users would.
//   node openai-videos.mjs URL KEY IMAGE
import fs from 'node:fs';
import OpenAI, { toFile } from 'openai';
import { report, sleep } from './clock.mjs';

const [, , base, apiKey, imagePath] = process.argv;
const client = new OpenAI({ apiKey, baseURL: `${base}/v1`, maxRetries: 0, defaultHeaders: { 'X-User-Id': 'ann' } });
const stranger = new OpenAI({ apiKey, baseURL: `${base}/v1`, maxRetries: 0, defaultHeaders: { 'X-User-Id': 'bob' } });
const image = fs.readFileSync(imagePath);
const dataUrl = `data:image/png;base64,${image.toString('base64')}`;

const failure = async (call) => {
  try {
    return { unexpected: await call() };
  } catch (error) {
    return {
      name: error.constructor.name, status: error.status, code: error.code, type: error.type, param: error.param,
      message: error.message, shouldRetry: error.headers?.get('x-should-retry'),
    };
  }
};

const wait = async (video) => {
  const statuses = [video.status];
  while (video.status !== 'completed' && video.status !== 'failed') {
    const { data, response } = await client.videos.retrieve(video.id).withResponse();
    video = data;
    if (statuses.at(-1) !== video.status) statuses.push(video.status);
    const after = response.headers.get('openai-poll-after-ms');
    if (after) await sleep(Number(after));
  }
  return { video, statuses };
};

const fetched = async (id, variant) => {
  const response = await client.videos.downloadContent(id, variant ? { variant } : undefined);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { type: response.headers.get('content-type'), size: bytes.length, head: Buffer.from(bytes.slice(0, 12)).toString('latin1') };
};

const { data: first, response } = await client.videos.create({ prompt: 'A red fox in the snow', model: 'sora-2', seconds: '4', size: '1280x720' }).withResponse();
const tooEarly = await failure(() => client.videos.downloadContent(first.id));
const { video: made, statuses } = await wait(first);

const plain = await wait(await client.post('/videos', { body: { prompt: 'A lake', model: 'sora-2-pro', seconds: '8' } }));
const upload = await (await fetch(`${base}/api/uploads`, { method: 'POST', headers: { authorization: `Bearer ${apiKey}`, 'X-User-Id': 'ann' }, body: image })).json();
const withImage = {
  file: await wait(await client.videos.create({ prompt: 'It moves', size: '1280x720', input_reference: await toFile(image, 'a.png', { type: 'image/png' }) })),
  flatUrl: await wait(await client.videos.create({ prompt: 'It moves', size: '1280x720', input_reference: { image_url: dataUrl } })),
  flatFile: await wait(await client.videos.create({ prompt: 'It moves', size: '1280x720', input_reference: { file_id: upload.id } })),
  json: await wait(await client.post('/videos', { body: { prompt: 'It moves', size: '1280x720', input_reference: { image_url: dataUrl } } })),
};
const remixed = await wait(await client.videos.remix(withImage.file.video.id, { prompt: 'It moves backwards' }));
const failed = await wait(await client.videos.create({ prompt: 'A fox [sim: RUNNING 0.5, FAILED SAFETY.INPUT.TEXT]' }));

const list = async (order) => {
  const ids = [];
  let pages = 0;
  let page = await client.videos.list({ limit: 3, order });
  for (;;) {
    pages++;
    ids.push(...page.data.map((video) => video.id));
    if (!page.hasNextPage()) return { ids, pages };
    page = await page.getNextPage();
  }
};

const newestFirst = await list('desc');
const oldestFirst = await list('asc');
const content = { video: await fetched(made.id), thumbnail: await fetched(made.id, 'thumbnail'), spritesheet: await fetched(made.id, 'spritesheet') };
const deleted = await client.videos.delete(failed.video.id);

report({
  first, pollAfter: response.headers.get('openai-poll-after-ms'), tooEarly, made, statuses, plain, withImage, remixed, failed,
  newestFirst, oldestFirst, content, deleted,
  gone: await failure(() => client.videos.retrieve(failed.video.id)),
  hidden: await failure(() => stranger.videos.retrieve(made.id)),
  noPrompt: await failure(() => client.videos.create({ prompt: '' })),
  badSeconds: await failure(() => client.videos.create({ prompt: 'A cat', seconds: 'four' })),
  badSize: await failure(() => client.videos.create({ prompt: 'A cat', size: 'wide' })),
  badModel: await failure(() => client.videos.create({ prompt: 'A cat', model: 'nobody-1' })),
  badFile: await failure(async () => client.videos.create({ prompt: 'A cat', input_reference: await toFile(Buffer.from('no image'), 'a.png') })),
  badKey: await failure(() => new OpenAI({ apiKey: 'wrong', baseURL: `${base}/v1`, maxRetries: 0 }).videos.list()),
});
