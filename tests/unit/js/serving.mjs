// A server on this machine that gives one answer to every question, and remembers them.
import { createServer } from "node:http";

/** @param {unknown} answer Sent as JSON. */
export async function serving(answer) {
  /** @type {string[]} */
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(String(request.url));
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(answer));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
  const bound = server.address();
  const address = typeof bound === "object" && bound ? `http://127.0.0.1:${bound.port}` : "";
  return { address, asked, close: () => server.close() };
}
