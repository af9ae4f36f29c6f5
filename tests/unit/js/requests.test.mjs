// Questions reach a real server as they are asked; its refusals come back in its words.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { RefusedError, ask, fetchFragment, search } from "../../../web/static/js/page/requests.js";

/** @type {import("node:http").IncomingMessage[]} */
const asked = [];
const server = createServer((request, response) => {
  asked.push(request);
  if (request.url?.startsWith("/refused")) {
    response.writeHead(422, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ error: "InvalidInstantError", detail: "没有这一天" }));
  } else if (request.url?.startsWith("/broken")) {
    response.writeHead(500, "Internal Server Error", { "Content-Type": "text/html" });
    response.end("<h1>…</h1>");
  } else {
    response.end("here");
  }
});
let address = "";

before(async () => {
  await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
  const bound = server.address();
  address = typeof bound === "object" && bound ? `http://127.0.0.1:${bound.port}` : "";
});
after(() => server.close());

test("a query holds what is given, lists several times, and nothing blank", () => {
  assert.equal(search({ as_of: "2026-03-31", zone: ["甲", "", "b c"], town: [], lang: "" }), "as_of=2026-03-31&zone=%E7%94%B2&zone=b+c");
});

test("a question is sent with its query, and asks for what scripts can read", async () => {
  const response = await ask(`${address}/plots`, { as_of: "2026-03-31" });

  assert.equal(await response.text(), "here");
  assert.equal(asked.at(-1)?.url, "/plots?as_of=2026-03-31");
  assert.match(String(asked.at(-1)?.headers.accept), /^application\/json/);
});

test("a question without a query has no question mark", async () => {
  await ask(`${address}/plots`, { as_of: "" });

  assert.equal(asked.at(-1)?.url, "/plots");
});

test("a fragment is asked for as one", async () => {
  await fetchFragment(`${address}/plots`, { lang: "en" }, new AbortController().signal);

  assert.equal(asked.at(-1)?.url, "/plots?fragment=1&lang=en");
});

test("a refusal is told in the server's words, a failure by its status", async () => {
  await assert.rejects(ask(`${address}/refused`, {}), (error) => error instanceof RefusedError && error.message === "没有这一天");
  await assert.rejects(ask(`${address}/broken`, {}), /^Error: 500 Internal Server Error$/);
});
