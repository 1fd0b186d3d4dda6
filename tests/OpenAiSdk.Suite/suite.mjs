// What a program written for OpenAI does, with nothing changed but address and key.
import assert from "node:assert/strict";
import net from "node:net";
import OpenAI from "openai";

const baseURL = `${process.env.ATELIER_TEST_URL}/v1`;
const client = new OpenAI({ baseURL, apiKey: process.env.ATELIER_TEST_KEY });
const small = { prompt: "a calm lake in the mountains", model: "local-painter", size: "64x48" };

// PNG: signature, then the header with width and height.
const sizeOf = (png) => {
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
};

const download = async (url) => {
  const response = await fetch(url);
  assert.equal(response.status, 200);
  return { type: response.headers.get("content-type"), bytes: Buffer.from(await response.arrayBuffer()) };
};

// The error's class, and what it tells the program.
const refused = async (promise, type, status, code, word) => {
  const error = await promise.then(
    () => assert.fail("it was not refused"),
    (reason) => reason,
  );
  assert.ok(error instanceof type, `${error.constructor.name}: ${error.message}`);
  assert.equal(error.status, status);
  assert.equal(error.code, code);
  assert.match(error.message, word);
  return error;
};

const ours = async (path) => {
  const response = await fetch(process.env.ATELIER_TEST_URL + path, {
    headers: { authorization: `Bearer ${process.env.ATELIER_TEST_KEY}` },
  });
  assert.equal(response.status, 200);
  return response.json();
};

const generations = async () => (await ours("/v1/generations?limit=100")).data;

// What the emulated OpenAI knows: calls, bill, violations.
const emulated = async (what) => (await fetch(`${process.env.ATELIER_TEST_EMULATOR}/_control/openai/${what}`)).json();

// Lets its work run until finish: true.
const pace = async (body) => {
  const response = await fetch(`${process.env.ATELIER_TEST_EMULATOR}/_control/openai/time`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  assert.equal(response.status, 200);
};

const paidCalls = async () => (await emulated("calls")).filter((call) => call.method === "POST").length;

// Passes everything on. cut() ends what is open, as networks do; with a time the first connection ends by itself that
// long after it began, as at gateways.
const cuttingProxy = async (milliseconds) => {
  const service = new URL(process.env.ATELIER_TEST_URL);
  const proxy = { cuts: 0, connections: 0 };
  const open = new Set();
  proxy.cut = () => {
    proxy.cuts++;
    open.forEach((socket) => socket.resetAndDestroy());
    open.clear();
  };
  const server = net.createServer((near) => {
    const far = net.connect(Number(service.port), service.hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", () => {});
    }
    near.pipe(far).pipe(near);
    if (proxy.connections++ === 0 && milliseconds) setTimeout(proxy.cut, milliseconds);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  proxy.url = `http://127.0.0.1:${server.address().port}`;
  proxy.close = () => server.close();
  return proxy;
};

// Asks for a paid picture through a proxy, which cuts while it is made, and proves that it was made, called for and paid
// once. Answers the response's headers.
const paidOnce = async (proxy, prompt, disturb) => {
  const before = { calls: await paidCalls(), generations: (await generations()).length };
  const through = new OpenAI({ baseURL: `${proxy.url}/v1`, apiKey: process.env.ATELIER_TEST_KEY });
  try {
    await pace({ hold: true });
    const asking = through.images
      .generate({ prompt, model: "dall-e-3", size: "1024x640", quality: "low" })
      .withResponse();
    await disturb(before.calls);
    while ((await paidCalls()) === before.calls) continue;
    await pace({ task_seconds: 0, finish: true });
    const { data, response } = await asking;
    assert.equal(sizeOf(Buffer.from(data.data[0].b64_json, "base64")), "1024x640");
    assert.ok(proxy.cuts >= 1, "the proxy cut nothing");
    const made = await generations();
    assert.equal(made.length - before.generations, 1);
    assert.equal(made[0].id, data.generation_id);
    assert.equal(made[0].price.settled, made[0].price.each);
    assert.equal((await paidCalls()) - before.calls, 1);
    const books = await ours("/admin/api/ledger/check");
    assert.deepEqual(books.problems, []);
    assert.equal(Math.round(books.cost_usd * 1e9), (await emulated("bill")).nano_dollars);
    assert.deepEqual(await emulated("violations"), []);
    return response.headers;
  } finally {
    proxy.close();
  }
};

const tests = {
  "generate, base64": async () => {
    const answer = await client.images.generate(small);
    assert.equal(answer.data.length, 1);
    assert.equal(answer.size, "64x48");
    assert.equal(answer.output_format, "png");
    assert.ok(answer.created > 1.7e9);
    assert.equal(sizeOf(Buffer.from(answer.data[0].b64_json, "base64")), "64x48");
  },
  "generate, all of OpenAI's fields": async () => {
    const answer = await client.images.generate({
      ...small,
      background: "opaque",
      moderation: "low",
      n: 1,
      output_format: "webp",
      quality: "low",
      response_format: "b64_json",
      stream: false,
      user: "somebody",
    });
    assert.equal(Buffer.from(answer.data[0].b64_json, "base64").subarray(8, 12).toString(), "WEBP");
  },
  "generate, url without a key": async () => {
    const answer = await client.images.generate({ ...small, response_format: "url" });
    assert.equal(answer.data[0].b64_json, undefined);
    const picture = await download(answer.data[0].url);
    assert.equal(picture.type, "image/png");
    assert.equal(sizeOf(picture.bytes), "64x48");
  },
  "generate, three different ones": async () => {
    const answer = await client.images.generate({ ...small, n: 3 });
    const pictures = answer.data.map((item) => item.b64_json);
    assert.equal(new Set(pictures).size, 3);
    pictures.forEach((picture) => assert.equal(sizeOf(Buffer.from(picture, "base64")), "64x48"));
  },
  "generate, without a model": async () => {
    const answer = await client.images.generate({ prompt: small.prompt });
    assert.equal(answer.data.length, 1);
    assert.equal(answer.model, "gpt-image-2.5-sunburst");
  },
  "list models": async () => {
    const ids = [];
    for await (const model of client.models.list()) {
      assert.equal(model.object, "model");
      assert.equal(typeof model.created, "number");
      assert.equal(typeof model.owned_by, "string");
      ids.push(model.id);
    }
    assert.ok(ids.includes("local-painter"));
    assert.ok(ids.includes("gpt-image-2.5-flare"));
  },
  "retrieve a model": async () => {
    const model = await client.models.retrieve("local-painter");
    assert.equal(model.id, "local-painter");
    assert.equal(model.owned_by, "local");
  },
  "wrong key": () => {
    const stranger = new OpenAI({ baseURL, apiKey: "atl_wrong" });
    return refused(stranger.images.generate(small), OpenAI.AuthenticationError, 401, "unauthorized", /API key/);
  },
  "unknown model": async () => {
    const error = await refused(
      client.images.generate({ ...small, model: "dall-e-9" }),
      OpenAI.NotFoundError,
      404,
      "model_not_found",
      /local-painter/,
    );
    assert.equal(error.param, "model");
    await refused(client.models.retrieve("dall-e-9"), OpenAI.NotFoundError, 404, "model_not_found", /local-painter/);
  },
  "model that is not switched on": () =>
    refused(
      client.images.generate({ ...small, model: "midjourney", size: "1024x1024" }),
      OpenAI.NotFoundError,
      404,
      "model_not_found",
      /LEGNEXT_API_KEY/,
    ),
  "bad size": async () => {
    const error = await refused(
      client.images.generate({ ...small, size: "5000x5000" }),
      OpenAI.BadRequestError,
      400,
      "invalid_dimensions",
      /3840x2160/,
    );
    assert.equal(error.param, "size");
  },
  "empty prompt": () =>
    refused(
      client.images.generate({ ...small, prompt: "" }),
      OpenAI.BadRequestError,
      400,
      "invalid_prompt",
      /prompt is required/,
    ),
  // A retry of the client's own carries no Idempotency-Key: it must find the picture that is being made.
  "connection cut at a set time, default retries": async () => {
    const proxy = await cuttingProxy(400);
    try {
      const before = (await generations()).length;
      const through = new OpenAI({ baseURL: `${proxy.url}/v1`, apiKey: process.env.ATELIER_TEST_KEY });
      const answer = await through.images.generate({
        prompt: "a forest by a river, seen only once",
        model: "local-painter",
        size: "3840x2160",
      });
      assert.equal(sizeOf(Buffer.from(answer.data[0].b64_json, "base64")), "3840x2160");
      assert.ok(proxy.cuts >= 1, "the proxy cut nothing");
      assert.equal((await generations()).length - before, 1);
    } finally {
      proxy.close();
    }
  },
  // Twice, as often as the client tries again by itself.
  "paid model, cut once the provider has the call, default retries": async () => {
    const proxy = await cuttingProxy();
    const headers = await paidOnce(proxy, "a lighthouse, seen only once", async (calls) => {
      while ((await paidCalls()) === calls) continue;
      proxy.cut();
      while (proxy.connections < 2) await paidCalls();
      proxy.cut();
    });
    assert.equal(proxy.connections, 3);
    assert.equal(headers.get("atelier-reused"), "undelivered");
  },
  "paid model, connection cut at a set time, default retries": async () => {
    const proxy = await cuttingProxy(500);
    await paidOnce(proxy, "a mill, seen only once", async () => {
      while (proxy.connections < 2) await paidCalls();
    });
  },
  "too many": () =>
    refused(client.images.generate({ ...small, n: 11 }), OpenAI.BadRequestError, 400, "invalid_request", /1 to 10/),
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}

console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
