// Drives a language model with OpenAI's official client and prints what came of it, as one JSON object.
//   node openai.mjs drive URL KEY           both kinds of call, and the errors as the client types them
//   node openai.mjs record URL KEY BODY     sends this chat, which ours is compared with
import OpenAI from 'openai';

const [, , scenario, baseURL, apiKey, body] = process.argv;
const at = (key) => new OpenAI({ apiKey: key, baseURL: new URL('v1', baseURL).href, maxRetries: 0 });
const client = at(apiKey);
const model = 'gpt-5.4-mini';
const messages = [{ role: 'system', content: 'Rewrite it.' }, { role: 'user', content: 'A cat on a roof' }];

const control = (path, settings) => fetch(new URL(`/_sim/${path}`, baseURL), {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(settings),
});

const chat = async (answer) => {
  await control('openai', { answers: [answer] });
  const { choices: [choice], usage } = await client.chat.completions.create({ model, messages, max_completion_tokens: 400 });
  return { content: choice.message.content, refusal: choice.message.refusal, reason: choice.finish_reason, tokens: usage.total_tokens };
};

const respond = async (answer) => {
  await control('openai', { answers: [answer] });
  const response = await client.responses.create({ model, instructions: 'Rewrite it.', input: 'A cat on a roof', max_output_tokens: 400 });
  return { text: response.output_text, status: response.status, why: response.incomplete_details?.reason };
};

const failure = async (fault, call = () => client.chat.completions.create({ model, messages })) => {
  if (fault) await control('fault', { fault: `chat=${fault}` });
  try {
    return { unexpected: await call() };
  } catch (error) {
    return { type: error.constructor.name, status: error.status, code: error.code, param: error.param, after: error.headers?.get('retry-after') };
  }
};

const scenarios = {
  drive: async () => ({
    normal: await chat('normal'),
    length: await chat('length'),
    empty: await chat('empty'),
    refusal: await chat('refusal'),
    response: await respond('normal'),
    cutResponse: await respond('length'),
    quota: await failure('429:insufficient_quota'),
    rate: await failure('429:rate_limit_exceeded:retry=20'),
    failing: await failure('503'),
    badKey: await failure(null, () => at('wrong').chat.completions.create({ model, messages })),
    oldField: await failure(null, () => client.chat.completions.create({ model, messages, max_tokens: 400 })),
  }),
  record: async () => {
    await client.chat.completions.create(JSON.parse(body));
    return {};
  },
};

console.log(JSON.stringify(await scenarios[scenario]()));
