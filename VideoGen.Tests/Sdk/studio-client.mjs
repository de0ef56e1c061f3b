// A client of the content studio: generate with a style, poll the record every five seconds, plan the post, delete.
//   node studio-client.mjs URL
import { download, report, sleep } from './clock.mjs';

const [, , base] = process.argv;
const POLL_INTERVAL = 5000;

const call = async (method, path, body) => {
  const response = await fetch(`${base}/api/runway/${path}`, {
    method,
    headers: body ? { 'Content-Type': 'application/json' } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.error), { code: answer.code });
  return answer;
};

const { styles } = await call('GET', 'styles');
const style = styles.find(({ name }) => name === 'social_media');
const { video } = await call('POST', 'generate', {
  userId: 'user-7',
  prompt: 'A new running shoe on wet asphalt',
  generationType: 'text-to-video',
  style: style.name,
  format: 'portrait',
  duration: style.defaultDuration,
  fps: style.defaultFps,
  width: 1080,
  height: 1920,
  platform: 'tiktok',
  contentType: 'product',
  enhancePrompt: false,
});

const statuses = [];
let record = video;
while (record.status !== 'COMPLETED' && record.status !== 'FAILED') {
  await sleep(POLL_INTERVAL);
  record = (await call('GET', `videos/${video.id}`)).video;
  if (statuses.at(-1) !== record.status) statuses.push(record.status);
}

const file = await download(record.videoUrl);
const { post } = await call('POST', 'associate', { videoId: record.id, postId: 'post-1', platform: 'tiktok', scheduledAt: '2027-01-31T12:00:00Z' });
const listed = await call('GET', 'videos?userId=user-7');
const refused = await call('POST', 'generate', { userId: 'user-7', prompt: '' }).catch(({ code, message }) => ({ code, message }));
await call('DELETE', 'delete', { videoId: record.id });
const gone = await call('GET', `videos/${record.id}`).catch(({ code }) => code);
report({ first: video.status, statuses, record, file, post, listed: listed.videos.map(({ id }) => id), refused, gone });
