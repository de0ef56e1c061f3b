// A front end of the Veo video API: a hook that starts a job, polls its status every five seconds, and reads the result.
//   node veo-client.mjs URL
import { download, report, sleep } from './clock.mjs';

const [, , base] = process.argv;
const POLL_INTERVAL = 5000;

// As much of React as a hook needs: state that renders anew, effects that run when what they depend on changes.
const mount = (hook, onRender) => {
  const cells = [];
  let cursor = 0;
  let queued = false;
  const useState = (initial) => {
    const index = cursor++;
    if (!(index in cells)) cells[index] = initial;
    const set = (value) => {
      cells[index] = typeof value === 'function' ? value(cells[index]) : value;
      schedule();
    };
    return [cells[index], set];
  };
  const useEffect = (effect, dependencies) => {
    const index = cursor++;
    const before = cells[index];
    if (before && before.dependencies.every((value, i) => Object.is(value, dependencies[i]))) return;
    before?.cleanUp?.();
    cells[index] = { dependencies, cleanUp: effect() };
  };
  const render = () => {
    queued = false;
    cursor = 0;
    onRender(hook({ useState, useEffect }));
  };
  const schedule = () => {
    if (queued) return;
    queued = true;
    queueMicrotask(render);
  };
  render();
};

const useVideoGeneration = ({ useState, useEffect }) => {
  const [jobId, setJobId] = useState(null);
  const [status, setStatus] = useState(null);
  const [result, setResult] = useState(null);
  const [error, setError] = useState(null);

  useEffect(() => {
    if (!jobId) return undefined;
    let mounted = true;
    const poll = async () => {
      while (mounted) {
        const response = await fetch(`${base}/api/videos/status/${jobId}`);
        const data = await response.json();
        if (!response.ok) throw new Error(data.detail);
        setStatus(data);
        if (data.status === 'failed') throw new Error(data.error);
        if (data.status === 'completed') {
          setResult(await (await fetch(`${base}/api/videos/result/${jobId}`)).json());
          return;
        }
        await sleep(POLL_INTERVAL);
      }
    };
    poll().catch((failure) => setError(failure.message));
    return () => {
      mounted = false;
    };
  }, [jobId]);

  const generate = async (options) => {
    const response = await fetch(`${base}/api/videos/generate`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(options),
    });
    const data = await response.json();
    if (response.status !== 202) throw new Error(data.detail);
    setJobId(data.job_id);
    return data;
  };

  return { generate, status, result, error };
};

const run = (options) =>
  new Promise((resolve) => {
    const statuses = [];
    let started = null;
    mount(useVideoGeneration, ({ generate, status, result, error }) => {
      started ??= generate(options).catch((failure) => resolve({ refused: failure.message }));
      if (status && statuses.at(-1) !== status.status) statuses.push(status.status);
      if (result || error) started.then((start) => resolve({ start, statuses, result, error }));
    });
  });

const health = await (await fetch(`${base}/health`)).json();
const made = await run({ prompt: 'A red fox in the snow', aspect_ratio: '16:9', number_of_videos: 1, duration_seconds: 8 });
const moderated = await run({ prompt: 'A red fox [sim: FILTERED]' });
const refused = await run({ prompt: '' });
report({ health: health.status, made, moderated, refused, video: await download(made.result.videos[0].file_url) });
