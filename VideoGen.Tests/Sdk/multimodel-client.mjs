// A client of the multi-model video system: a cookie says who it is, and the task is polled every five seconds.
//   node multimodel-client.mjs URL TOKEN
import { download, report, sleep } from './clock.mjs';

const [, , base, token] = process.argv;
const POLL_INTERVAL = 5000;

// What a browser sends with credentials: 'include'. Node keeps no cookies, so it is said here.
const withCookie = (init = {}) => ({ ...init, credentials: 'include', headers: { ...init.headers, Cookie: `theme=dark; token=${token}` } });

const call = async (path, init) => {
  const answer = await (await fetch(base + path, withCookie(init))).json();
  if (!answer.success) throw new Error(answer.error);
  return answer.data;
};

const createVideo = (body) => call('/api/video/create', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

const statuses = [];
const waitForVideo = async (taskId) => {
  for (;;) {
    const task = await call(`/api/video/status?taskId=${taskId}`);
    if (statuses.at(-1) !== task.status) statuses.push(task.status);
    if (task.status === 'success') return task.result;
    if (task.status === 'failed') throw new Error(task.error);
    await sleep(POLL_INTERVAL);
  }
};

const task = await createVideo({ prompt: 'A cat walking in a garden', duration: 5, aspectRatio: '16:9', model: 'Runway Gen-3' });
const result = await waitForVideo(task.taskId);
const queues = await call('/api/queues/status');
const detail = await call(`/api/queues/tasks/${task.taskId}`);
const stranger = await fetch(`${base}/api/video/status?taskId=${task.taskId}`);
report({
  task,
  statuses,
  queues,
  detail,
  stranger: { status: stranger.status, body: await stranger.json() },
  video: await download(result.videoUrl, withCookie()),
});
