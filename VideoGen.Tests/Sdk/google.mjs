// Drives a Gemini API with the official client and prints what came of it, as one JSON object.
//   node google.mjs drive URL KEY     every kind of call, and the errors as the client types them
//   node google.mjs record URL KEY    the plain requests that ours are compared with
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GoogleGenAI } from '@google/genai';

const [, , scenario, address, apiKey] = process.argv;
const connect = (key, headers) => new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: address.replace(/\/$/, ''), headers } });
const play = (script) => connect(apiKey, { 'X-Sim-Script': script });
const client = connect(apiKey);

const picture = { imageBytes: Buffer.from('a picture').toString('base64'), mimeType: 'image/png' };
const model = 'veo-3.1-generate-preview';
const text = { model, source: { prompt: 'A red fox in the snow' }, config: { numberOfVideos: 1, aspectRatio: '9:16', durationSeconds: 8, resolution: '1080p', negativePrompt: 'people', personGeneration: 'allow_all' } };
const scene = {
  model: 'gemini-omni-1.1-flash',
  background: true,
  store: true,
  input: [{ type: 'text', text: 'A red fox' }],
  response_format: { type: 'video', aspect_ratio: '16:9', resolution: '720p', duration: '8s', delivery: 'uri' },
  generation_config: { video_config: { task: 'text_to_video' } },
};

const failure = async (promise) => {
  try {
    return { unexpected: await promise };
  } catch (error) {
    return { type: error.constructor.name, status: error.status ?? error.statusCode, message: error.message };
  }
};

const finished = async (ai, operation) => {
  const seen = [operation.done ?? null];
  while (!operation.done) {
    operation = await ai.operations.getVideosOperation({ operation });
    seen.push(operation.done ?? null);
  }
  return { seen, operation };
};

const brand = async (ai, file) => {
  const path = join(tmpdir(), `videogen-${process.pid}-${Math.random().toString(36).slice(2)}.mp4`);
  try {
    await ai.files.download({ file, downloadPath: path });
    return (await readFile(path)).subarray(4, 8).toString();
  } finally {
    await rm(path, { force: true });
  }
};

const film = async () => {
  const ai = play('RUNNING*2, SUCCEEDED; advance=poll');
  const { seen, operation } = await finished(ai, await ai.models.generateVideos(text));
  return { seen, uri: operation.response.generatedVideos[0].video.uri, brand: await brand(ai, operation.response.generatedVideos[0]) };
};

const filtered = async () => {
  const ai = play('FILTERED');
  const { operation } = await finished(ai, await ai.models.generateVideos({ model, source: { prompt: 'The fox turns', image: picture }, config: { durationSeconds: 4 } }));
  return operation;
};

const halfFiltered = async () => {
  const ai = play('FILTERED 1');
  const { operation } = await finished(ai, await ai.models.generateVideos({ model: 'veo-2.0-generate-001', source: { prompt: 'Two foxes' }, config: { numberOfVideos: 2 } }));
  return operation.response;
};

const failed = async () => {
  const ai = play('FAILED unsafe');
  return (await finished(ai, await ai.models.generateVideos(text))).operation.error;
};

const interaction = async () => {
  const ai = play('QUEUED, IN_PROGRESS, SUCCEEDED; advance=poll');
  let task = await ai.interactions.create(scene);
  const seen = [task.status];
  while (task.status !== 'completed') {
    task = await ai.interactions.get(task.id);
    seen.push(task.status);
  }
  return { seen, type: task.output_video.mime_type, brand: await brand(ai, task.output_video.uri) };
};

const inline = async () => {
  const ai = play('SUCCEEDED');
  const { delivery, ...response_format } = scene.response_format;
  const task = await ai.interactions.create({ ...scene, background: false, response_format });
  return Buffer.from(task.output_video.data, 'base64').subarray(4, 8).toString();
};

const cancelled = async () => {
  const task = await client.interactions.create(scene);
  const after = await client.interactions.cancel(task.id);
  await client.interactions.delete(task.id);
  return { before: task.status, after: after.status, gone: await failure(client.interactions.get(task.id)) };
};

const scenarios = {
  drive: async () => ({
    film: await film(),
    filtered: await filtered(),
    halfFiltered: await halfFiltered(),
    failed: await failed(),
    interaction: await interaction(),
    inline: await inline(),
    cancelled: await cancelled(),
    invalid: await failure(client.models.generateVideos({ ...text, config: { resolution: '1080p', durationSeconds: 6 } })),
    badKey: await failure(connect('AIza-of-nobody').models.generateVideos(text)),
    depleted: await failure(play('submit=402').models.generateVideos(text)),
    noModel: await failure(client.models.generateVideos({ ...text, model: 'veo-1' })),
    model: (await client.models.get({ model })).name,
  }),
  record: async () => {
    const webhookConfig = { uris: ['https://videos.example.com/hook'] };
    const operation = await client.models.generateVideos({ ...text, config: { ...text.config, webhookConfig } });
    await client.models.generateVideos({ model, source: { prompt: 'The fox turns', image: picture }, config: { numberOfVideos: 1, aspectRatio: '16:9', durationSeconds: 4, resolution: '720p' } });
    await client.models.generateVideos({
      model,
      source: { prompt: 'The same fox' },
      config: { numberOfVideos: 1, aspectRatio: '16:9', durationSeconds: 8, resolution: '720p', referenceImages: [{ image: picture, referenceType: 'asset' }, { image: picture, referenceType: 'asset' }] },
    });
    await client.models.generateVideos({ model: 'veo-2.0-generate-001', source: { prompt: 'An old fox' }, config: { numberOfVideos: 1, aspectRatio: '16:9', durationSeconds: 5 } });
    await client.operations.getVideosOperation({ operation });
    const task = await client.interactions.create({ ...scene, webhook_config: webhookConfig });
    await client.interactions.create({
      ...scene,
      input: [{ type: 'text', text: 'The fox turns' }, { type: 'image', data: picture.imageBytes, mime_type: picture.mimeType }],
      generation_config: { video_config: { task: 'image_to_video' } },
    });
    await client.interactions.get(task.id);
    await client.interactions.cancel(task.id);
    return {};
  },
};

console.log(JSON.stringify(await scenarios[scenario]()));
