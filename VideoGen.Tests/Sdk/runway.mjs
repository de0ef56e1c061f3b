// Drives a Runway API with the official client and prints what came of it, as one JSON object.
//   node runway.mjs drive URL KEY     every kind of call, and the errors as the client types them
//   node runway.mjs broke URL KEY     an account without credits
//   node runway.mjs record URL KEY    the plain requests that ours are compared with
import RunwayML, { TaskFailedError, toFile } from '@runwayml/sdk';

const [, , scenario, baseURL, apiKey] = process.argv;
const client = new RunwayML({ apiKey, baseURL });
const play = (script) => ({ headers: { 'X-Sim-Script': script } });

const image = { model: 'gen4_image', promptText: 'A red fox in the snow', ratio: '1280:720', seed: 7 };
const film = { model: 'gen4_turbo', promptImage: 'https://example.com/fox.png', promptText: 'The fox turns', ratio: '1280:720', duration: 5, seed: 7 };
const text = { model: 'gen4.5', promptText: 'A red fox in the snow', ratio: '720:1280', duration: 8 };

const failure = async (promise) => {
  try {
    return { unexpected: await promise };
  } catch (error) {
    return {
      type: error instanceof TaskFailedError ? 'TaskFailedError' : error.constructor.name,
      status: error.status,
      error: error.error,
      task: error.taskDetails,
    };
  }
};

const chain = async () => {
  const picture = await client.textToImage.create(image, play('SUCCEEDED')).waitForTaskOutput();
  const output = await client.imageToVideo.create({ ...film, promptImage: picture.output[0] }, play('SUCCEEDED')).waitForTaskOutput();
  const bytes = new Uint8Array(await (await fetch(output.output[0])).arrayBuffer());
  return { status: output.status, cost: output.cost, brand: new TextDecoder().decode(bytes.slice(4, 8)) };
};

const cancelled = async () => {
  const task = await client.textToVideo.create(text);
  const before = await client.tasks.retrieve(task.id);
  await client.tasks.delete(task.id);
  return { before: before.status, after: await failure(client.tasks.retrieve(task.id)) };
};

const uploaded = async () => {
  const upload = await client.uploads.createEphemeral({ file: await toFile(Buffer.from('a picture'), 'fox.png', { type: 'image/png' }) });
  const task = await client.imageToVideo.create({ ...film, promptImage: upload.uri });
  return { uri: upload.uri, estimate: task.estimatedCost };
};

const scenarios = {
  drive: async () => {
    const [chained, moderated, gone, upload] = await Promise.all([
      chain(),
      failure(client.textToVideo.create(text, play('FAILED SAFETY.INPUT.TEXT')).waitForTaskOutput()),
      cancelled(),
      uploaded(),
    ]);
    return {
      chained,
      moderated,
      gone,
      upload,
      organization: await client.organization.retrieve(),
      usage: await client.organization.retrieveUsage({ startDate: '2026-11-01', beforeDate: '2026-11-30' }),
      invalid: await failure(client.imageToVideo.create({ ...film, ratio: '16:9' })),
      badKey: await failure(new RunwayML({ apiKey: 'key_wrong', baseURL }).organization.retrieve()),
      afterTwoFailures: await client.imageToVideo.create(film, play('submit=503*2')),
      overTheRetries: await failure(client.imageToVideo.create(film, play('submit=502*always'))),
    };
  },
  broke: async () => ({
    refused: await failure(client.imageToVideo.create(film)),
    organization: await client.organization.retrieve(),
  }),
  record: async () => {
    await client.textToImage.create(image);
    await client.imageToVideo.create(film);
    await client.textToVideo.create(text);
    const task = await client.textToVideo.create({ model: 'veo3.1', promptText: 'A red fox', ratio: '1280:720', duration: 8, negativePrompt: 'snow', seed: 7 });
    await client.videoToVideo.create({ model: 'aleph2', videoUri: 'https://example.com/fox.mp4', promptText: 'Make it night', targetAspectRatio: '16:9', seed: 7 });
    await client.textToImage.create({ ...image, model: 'gen4_image_turbo', referenceImages: [{ uri: 'https://example.com/a.png' }, { uri: 'https://example.com/b.png' }] });
    await client.imageToVideo.create({ model: 'veo3.1_fast', promptImage: 'https://example.com/fox.png', promptText: 'The fox turns', ratio: '1920:1080', duration: 4, audio: false });
    await client.videoToVideo.create({ model: 'gen4_aleph', videoUri: 'https://example.com/fox.mp4', promptText: 'Make it night', references: [{ uri: 'https://example.com/a.png', type: 'image' }] });
    await client.tasks.retrieve(task.id);
    await client.tasks.delete(task.id);
    await client.organization.retrieve();
    return {};
  },
};

console.log(JSON.stringify(await scenarios[scenario]()));
