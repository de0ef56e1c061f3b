// A client of the animation service: one request, and the animation is in its answer.
//   node animation-client.mjs URL
import { download, report } from './clock.mjs';

const [, , base] = process.argv;

const generateAnimation = async (options) => {
  const response = await fetch(`${base}/api/animations/generate`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(options),
  });
  const data = await response.json();
  if (!data.success) throw new Error(data.error);
  return data;
};

const credits = await (await fetch(`${base}/api/runway/credits`)).json();
const animation = await generateAnimation({ style: 'cartoon', theme: 'animals', orientation: 'landscape', prompt: 'cute animals playing in forest' });
report({ canGenerate: credits.canGenerate, message: animation.message, description: animation.description, video: await download(animation.videoUrl) });
