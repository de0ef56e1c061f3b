// How the client programs wait and report. With CLOCK=stdin whoever runs one lets the time pass, and says so by a line: five seconds need not be waited for.
import { createInterface } from 'node:readline';

const lines = process.env.CLOCK === 'stdin' ? createInterface({ input: process.stdin })[Symbol.asyncIterator]() : null;

export const sleep = async (milliseconds) => {
  if (!lines) {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return;
  }

  console.log(JSON.stringify({ sleep: milliseconds }));
  await lines.next();
};

export const report = (result) => {
  console.log(JSON.stringify({ result }));
  process.stdin.destroy();
};

/** Fetches a file as a player would; answers its size and what it begins with. */
export const download = async (url, init = {}) => {
  const response = await fetch(url, init);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, type: response.headers.get('content-type'), size: bytes.length, brand: new TextDecoder().decode(bytes.slice(4, 8)) };
};
