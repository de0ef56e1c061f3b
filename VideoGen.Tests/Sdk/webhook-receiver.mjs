// Receives webhooks as the reference library of Standard Webhooks verifies them: 204 for a genuine one, 401 for any other.
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.WEBHOOK_SECRET);

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    webhook.verify(Buffer.concat(chunks).toString(), request.headers);
    response.writeHead(204).end();
  } catch {
    response.writeHead(401).end();
  }
});

server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
