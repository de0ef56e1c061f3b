// Drives fal's queue with the official client and prints what came of it, as one JSON object.
//   node fal.mjs drive URL KEY     submit, status, result, cancel, and the errors as the client types them
//   node fal.mjs broke URL KEY     an account without a balance
//   node fal.mjs record URL KEY    the plain requests that ours are compared with
//   node fal.mjs sign              messages signed as fal signs its callbacks, by OpenSSL
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createFalClient, ApiError, ValidationError } from '@fal-ai/client';

const [, , scenario, baseURL, key] = process.argv;
// The client knows fal's hosts alone; its own hook for requests leads them here.
const at = (credentials) => createFalClient({
  credentials,
  requestMiddleware: async (request) => {
    const { pathname, search } = new URL(request.url);
    return { ...request, url: new URL(pathname + search, baseURL).href };
  },
});
const client = at(key);
const text = 'fal-ai/pika/v2.2/text-to-video';
const image = 'fal-ai/pika/v2.2/image-to-video';
const play = (script) => ({ input: { prompt: `A cat [sim: ${script}]` }, pollInterval: 5 });

const failure = async (promise) => {
  try {
    return { unexpected: await promise };
  } catch (error) {
    return {
      type: error instanceof ValidationError ? 'ValidationError' : error instanceof ApiError ? 'ApiError' : error.constructor.name,
      status: error.status,
      body: error.body,
      fields: error instanceof ValidationError ? error.fieldErrors : undefined,
    };
  }
};

const film = async () => {
  const seen = [];
  const result = await client.subscribe(text, {
    ...play('IN_QUEUE 2, IN_QUEUE 0, IN_PROGRESS, COMPLETED; advance=poll'),
    logs: true,
    onQueueUpdate: (update) => seen.push(update.queue_position === undefined ? `${update.status} ${update.logs?.length ?? 0}` : `${update.status} ${update.queue_position}`),
  });
  const bytes = new Uint8Array(await (await fetch(result.data.video.url)).arrayBuffer());
  return {
    seen,
    type: result.data.video.content_type,
    isWhole: bytes.length === result.data.video.file_size,
    brand: new TextDecoder().decode(bytes.slice(4, 8)),
    hasRequestId: result.requestId.length > 0,
  };
};

const canceled = async () => {
  const { request_id: requestId } = await client.queue.submit(text, { input: { prompt: 'A cat' } });
  const before = await client.queue.status(text, { requestId });
  const early = await failure(client.queue.result(text, { requestId }));
  await client.queue.cancel(text, { requestId });
  return { before: before.status, early, after: await failure(client.queue.status(text, { requestId })) };
};

const tooLate = async () => {
  const { request_id: requestId } = await client.queue.submit(text, play('COMPLETED'));
  return failure(client.queue.cancel(text, { requestId }));
};

const scenarios = {
  drive: async () => ({
    film: await film(),
    moderated: await failure(client.subscribe(text, play('COMPLETED content_policy_violation'))),
    broken: await failure(client.subscribe(text, play('COMPLETED internal_error reported'))),
    invalid: await failure(client.subscribe(text, { input: { prompt: 'A cat [sim: COMPLETED one_of]', duration: 5 } })),
    canceled: await canceled(),
    tooLate: await tooLate(),
    unknown: await failure(client.queue.submit('fal-ai/pika/v9/text-to-video', { input: { prompt: 'A cat' } })),
    badKey: await failure(at('wrong').queue.submit(text, { input: { prompt: 'A cat' } })),
  }),
  broke: async () => ({ refused: await failure(client.queue.submit(text, { input: { prompt: 'A cat' } })) }),
  record: async () => {
    const whole = { prompt: 'A red fox in the snow', negative_prompt: 'rain', aspect_ratio: '9:16', resolution: '1080p', duration: '10', seed: 7 };
    const { request_id: requestId } = await client.queue.submit(text, { input: whole });
    await client.queue.submit(image, { input: { prompt: 'The fox turns', image_url: 'https://example.com/fox.png', resolution: '720p', duration: '5', seed: 7 } });
    await client.queue.submit('fal-ai/pika/v2/turbo/text-to-video', { input: { prompt: 'A red fox', aspect_ratio: '16:9', resolution: '720p', duration: 5 } });
    await client.queue.status(text, { requestId });
    await client.queue.cancel(text, { requestId });
    const done = await client.queue.submit(text, { input: { prompt: 'A fox [sim: COMPLETED]', aspect_ratio: '1:1', resolution: '720p', duration: '5' } });
    await client.queue.status(text, { requestId: done.request_id });
    await client.queue.result(text, { requestId: done.request_id });
    return {};
  },
  sign: async () => Array.from({ length: 12 }, (_, number) => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const message = randomBytes(number * 11);
    return { x: publicKey.export({ format: 'jwk' }).x, message: message.toString('hex'), signature: sign(null, message, privateKey).toString('hex') };
  }),
};

console.log(JSON.stringify(await scenarios[scenario]()));
