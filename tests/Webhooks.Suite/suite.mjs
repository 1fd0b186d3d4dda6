// What a receiver does that trusts nothing but the secret it was given.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import http from "node:http";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

const small = { prompt: "a calm lake in the mountains", model: "local-painter", size: "64x48" };

const call = async (method, path, body, wanted) => {
  const response = await fetch(process.env.ATELIER_TEST_URL + path, {
    method,
    headers: { authorization: `Bearer ${process.env.ATELIER_TEST_KEY}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  assert.equal(response.status, wanted, text);
  return text ? JSON.parse(text) : null;
};

// Keeps what it gets. answer(request, number) says a status, or answers by itself and says nothing.
const receiver = async (answer = () => 204) => {
  const got = [];
  const waiting = [];
  const server = http.createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const message = { headers: request.headers, body: Buffer.concat(parts).toString(), path: request.url };
      got.push(message);
      const status = answer(response, got.length);
      if (status) response.writeHead(status).end();
      waiting.splice(0).forEach((wake) => wake());
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}/hook?token=of-the-receiver`;
  // The n-th message, as soon as it is there.
  const nth = async (number) => {
    while (got.length < number) await new Promise((resolve) => waiting.push(resolve));
    return got[number - 1];
  };
  return { url, got, nth, close: () => (server.closeAllConnections(), server.close()) };
};

const endpoint = async (to, more = {}) => call("POST", "/v1/webhooks", { url: to.url, ...more }, 201);

// Runs a test with an endpoint of its own, and takes both away.
const withEndpoint = async (answer, more, test) => {
  const to = await receiver(answer);
  const made = await endpoint(to, more);
  try {
    await test(to, made);
  } finally {
    await call("DELETE", `/v1/webhooks/${made.id}`, null, 204);
    to.close();
  }
};

const verify = (secret, message) => new Webhook(secret).verify(message.body, message.headers);

const refused = (secret, message) => assert.throws(() => verify(secret, message), WebhookVerificationError);

const generate = async (more = {}) => call("POST", "/v1/generations", { ...small, ...more }, 202);

const deliveryOf = async (id, test) => {
  for (;;) {
    const { data } = await call("GET", `/v1/webhooks/${id}/deliveries`, null, 200);
    if (data.length && test(data)) return data;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

// Sends tests until one carries so many signatures: when an overlap ends is not ours to say to the moment.
const untilSignedBy = async (count, to, id) => {
  for (;;) {
    const sent = to.got.length;
    await call("POST", `/v1/webhooks/${id}/test`, null, 202);
    const message = await to.nth(sent + 1);
    if (message.headers["webhook-signature"].split(" ").length === count) return message;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};

// What hears of nothing but what its test sends to it.
const alone = { events: ["budget.threshold"] };

// One after the other, since every endpoint hears of every generation.
const ofGenerations = {
  "a picture that is ready": async () =>
    withEndpoint(undefined, { events: ["generation.completed"] }, async (to, { id, secret }) => {
      assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
      const { id: generation } = await generate({ n: 2 });
      const message = await to.nth(1);
      const payload = verify(secret, message);
      assert.equal(payload.type, "generation.completed");
      assert.ok(Math.abs(Date.parse(payload.timestamp) - Date.now()) < 60_000);
      assert.equal(payload.data.id, generation);
      assert.equal(payload.data.state, "complete");
      assert.equal(payload.data.prompt, undefined);
      assert.ok(!message.body.includes("calm lake"));
      assert.equal(message.headers["content-type"], "application/json");
      assert.match(message.headers["webhook-id"], /^msg_[0-9a-f]{32}$/);
      const shown = await call("GET", `/v1/generations/${generation}`, null, 200);
      assert.deepEqual(Object.keys(payload.data), Object.keys(shown).filter((key) => key !== "prompt"));
      assert.equal(payload.data.images.length, 2);
      const picture = await fetch(payload.data.images[1].url);
      assert.equal(picture.status, 200);
      assert.equal(Buffer.from(await picture.arrayBuffer()).subarray(1, 4).toString(), "PNG");
      const [delivery] = await deliveryOf(id, ([first]) => first.status === "delivered");
      assert.equal(delivery.webhook_id, message.headers["webhook-id"]);
      assert.equal(delivery.attempts, 1);
      assert.equal(delivery.last_status_code, 204);
    }),
  "an address of one generation": async () => {
    const to = await receiver();
    try {
      const { secret } = await call("GET", "/v1/webhooks/secret", null, 200);
      const { id } = await generate({ webhook_url: to.url });
      assert.equal(verify(secret, await to.nth(1)).data.id, id);
      const { secret: next } = await call("POST", "/v1/webhooks/secret/rotate", { overlap_seconds: 60 }, 200);
      await generate({ webhook_url: to.url, webhook_events: ["generation.completed"] });
      verify(secret, await to.nth(2));
      verify(next, await to.nth(2));
      assert.equal(to.got.length, 2);
    } finally {
      to.close();
    }
  },
  "the guide's receiver, as it stands": async () => {
    const [, code] = readFileSync("../../docs/webhooks.md", "utf8").match(/```js\n(.*?)```/s);
    const probe = await receiver();
    const port = new URL(probe.url).port;
    probe.close();
    const made = await call("POST", "/v1/webhooks", { url: `http://127.0.0.1:${port}/hooks`, events: ["generation.completed"], disabled: true }, 201);
    const env = { ...process.env, WEBHOOK_SECRET: made.secret, PORT: port };
    const guide = spawn(process.execPath, ["--input-type=module", "-e", code], { env, stdio: ["ignore", "pipe", "inherit"] });
    try {
      for (;;) {
        const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "{}" }).catch(() => null);
        if (response) {
          assert.equal(response.status, 401);
          break;
        }
      }
      await call("PATCH", `/v1/webhooks/${made.id}`, { disabled: false }, 200);
      const { id } = await generate();
      const [line] = await once(guide.stdout, "data");
      assert.equal(line.toString(), `generation.completed ${id}\n`);
      await deliveryOf(made.id, ([one]) => one.status === "delivered");
    } finally {
      guide.kill();
      await call("DELETE", `/v1/webhooks/${made.id}`, null, 204);
    }
  },
  "canceled pictures, for who wants only those": async () =>
    withEndpoint(undefined, { events: ["generation.canceled"] }, async (to, { secret }) => {
      // The painter is busy with the first ones for a while, so that the last can be canceled.
      const big = { size: "3840x2160", n: 4 };
      const running = [await generate(big), await generate(big), await generate(big)];
      const canceled = [];
      for (const { id } of running.reverse()) {
        const response = await fetch(`${process.env.ATELIER_TEST_URL}/v1/generations/${id}`, {
          method: "DELETE",
          headers: { authorization: `Bearer ${process.env.ATELIER_TEST_KEY}` },
        });
        assert.ok([200, 202].includes(response.status));
        canceled.push(id);
      }
      const told = [];
      for (const number of [1, 2, 3]) {
        const payload = verify(secret, await to.nth(number));
        assert.equal(payload.type, "generation.canceled");
        told.push(payload.data.id);
      }
      assert.deepEqual(told.sort(), canceled.sort());
    }),
};

// All at once.
const ofMessages = {
  "a tampered body, id or time, and a wrong secret": async () =>
    withEndpoint(undefined, alone, async (to, { id, secret }) => {
      await call("POST", `/v1/webhooks/${id}/test`, null, 202);
      const message = await to.nth(1);
      assert.deepEqual(verify(secret, message).data, { webhook_id: id });
      const { headers } = message;
      const later = String(Number(headers["webhook-timestamp"]) + 1);
      refused(secret, { ...message, body: message.body.replace("webhook.test", "webhook.best") });
      refused(secret, { ...message, headers: { ...headers, "webhook-id": "msg_1" } });
      refused(secret, { ...message, headers: { ...headers, "webhook-timestamp": later } });
      refused(secret, { ...message, headers: { ...headers, "webhook-signature": "" } });
      refused(`whsec_${Buffer.alloc(32, 7).toString("base64")}`, message);
      // Signed rightly, but so long ago that somebody may be playing it back.
      const old = new Date(Date.now() - 600_000);
      const signature = new Webhook(secret).sign(headers["webhook-id"], old, message.body);
      const replayed = { "webhook-timestamp": String(Math.floor(old / 1000)), "webhook-signature": signature };
      refused(secret, { ...message, headers: { ...headers, ...replayed } });
    }),
  "secrets rotate with an overlap, and without": async () =>
    withEndpoint(undefined, alone, async (to, { id, secret: first }) => {
      const { secret: second } = await call("POST", `/v1/webhooks/${id}/rotate`, { overlap_seconds: 3600 }, 200);
      await call("POST", `/v1/webhooks/${id}/test`, null, 202);
      const both = await to.nth(1);
      assert.equal(both.headers["webhook-signature"].split(" ").length, 2);
      verify(first, both);
      verify(second, both);
      const { secret: third } = await call("POST", `/v1/webhooks/${id}/rotate`, { overlap_seconds: 1 }, 200);
      const after = await untilSignedBy(1, to, id);
      verify(third, after);
      refused(second, after);
      refused(first, after);
      const { secret: fourth } = await call("POST", `/v1/webhooks/${id}/rotate`, { overlap_seconds: 0 }, 200);
      const sent = to.got.length;
      await call("POST", `/v1/webhooks/${id}/test`, null, 202);
      const last = await to.nth(sent + 1);
      verify(fourth, last);
      refused(third, last);
      const { data } = await call("GET", "/v1/webhooks", null, 200);
      assert.ok(data.length > 0 && data.every((listed) => listed.secret === undefined));
    }),
  "refused at first, sent again under the same id": async () =>
    withEndpoint((_, number) => (number === 1 ? 500 : 200), alone, async (to, { id, secret }) => {
      await call("POST", `/v1/webhooks/${id}/test`, null, 202);
      const [first, second] = [await to.nth(1), await to.nth(2)];
      assert.equal(second.headers["webhook-id"], first.headers["webhook-id"]);
      assert.notEqual(second.headers["webhook-timestamp"], first.headers["webhook-timestamp"]);
      assert.equal(verify(secret, second).type, "webhook.test");
      const [delivery] = await deliveryOf(id, ([one]) => one.status === "delivered");
      assert.equal(delivery.attempts, 2);
    }),
  "delivered, and delivered again when asked": async () =>
    withEndpoint(undefined, alone, async (to, { id, secret }) => {
      const asked = await call("POST", `/v1/webhooks/${id}/test`, null, 202);
      const first = await to.nth(1);
      await deliveryOf(id, ([one]) => one.status === "delivered");
      await call("POST", `/v1/webhooks/${id}/deliveries/${asked.id}/redeliver`, null, 202);
      const second = await to.nth(2);
      assert.equal(second.headers["webhook-id"], first.headers["webhook-id"]);
      verify(secret, second);
    }),
  "a receiver that hangs": async () =>
    withEndpoint((response) => void response, alone, async (to, { id }) => {
      await call("POST", `/v1/webhooks/${id}/test`, null, 202);
      const [delivery] = await deliveryOf(id, ([one]) => one.last_error);
      assert.deepEqual([delivery.status, delivery.last_error], ["pending", "timeout"]);
      assert.ok(delivery.last_duration_ms >= 9_900 && delivery.last_duration_ms < 30_000);
    }),
  "a receiver that sends us elsewhere": async () => {
    const elsewhere = await receiver();
    const away = (response) => void response.writeHead(307, { location: elsewhere.url }).end();
    await withEndpoint(away, alone, async (to, { id }) => {
      await call("POST", `/v1/webhooks/${id}/test`, null, 202);
      const [delivery] = await deliveryOf(id, ([one]) => one.last_error);
      assert.deepEqual([delivery.last_error, delivery.last_status_code], ["redirect", 307]);
      assert.equal(elsewhere.got.length, 0);
    });
    elsewhere.close();
  },
  "a receiver that is gone": async () =>
    withEndpoint(() => 410, alone, async (to, { id }) => {
      await call("POST", `/v1/webhooks/${id}/test`, null, 202);
      const [delivery] = await deliveryOf(id, ([one]) => one.status === "failed");
      assert.equal(delivery.last_error, "gone");
      const shown = await call("GET", `/v1/webhooks/${id}`, null, 200);
      assert.deepEqual([shown.disabled, shown.disabled_reason], [true, "gone"]);
      await call("POST", `/v1/webhooks/${id}/test`, null, 409);
    }),
};

let passed = 0;
let failed = 0;
const run = async ([name, test]) => {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error("nothing came in 120 s")), 120_000)));
  try {
    await Promise.race([test(), late]);
    passed++;
    console.log(`ok      ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
  clearTimeout(timer);
};

const inTurn = async (tests) => {
  for (const test of tests) await run(test);
};

await Promise.all([inTurn(Object.entries(ofGenerations)), ...Object.entries(ofMessages).map(run)]);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
