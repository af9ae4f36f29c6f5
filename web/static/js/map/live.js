// Live: what is recorded anywhere is shown within two seconds, without a reload and without a flash.
import { element, one, wordsOf } from "../page/page.js";

/** @import { TimeOfMap } from "../time/time_of_map.js" */

/** Shorter absences are not worth a word. */
const PATIENCE_MS = 2500;
const RETRY_MS = 4000;
/** A browser has six connections to a server: pages that nobody sees give theirs back. */
const HIDDEN_MS = 10_000;
/** The server says something every twenty seconds; a cable that is cut says nothing. */
const SILENCE_MS = 50_000;
/** While much is recorded, figures change no more often than can be read. */
const BREATH_MS = 400;
const MOST_TRIES = 5;

/**
 * @param {HTMLElement} page
 * @param {TimeOfMap} time
 */
export function keepLive(page, time) {
  const words = wordsOf(page);
  const note = element("live-note");
  let away = 0;
  let [isFetching, isStale, latest] = [false, false, 0];

  const isBehind = () => !time.query.as_known && latest > (time.curve?.answer.position ?? 0);
  const renew = async () => {
    isStale = true;
    if (isFetching) return;
    isFetching = true;
    for (let left = MOST_TRIES; isStale && left > 0; left -= 1) {
      isStale = false;
      await time.refresh().catch(() => {}); // the note tells when the server is away
      await new Promise((resolve) => setTimeout(resolve, BREATH_MS));
      if (!isBehind()) left = MOST_TRIES;
      isStale ||= isBehind();
    }
    isFetching = false;
  };
  /** What has been recorded since the knowledge that is shown. */
  const badge = () => {
    const shown = time.curve?.answer.position ?? 0;
    const fresh = time.query.as_known && latest > shown ? latest - shown : 0;
    const button = /** @type {HTMLElement} */ (one("[data-now]"));
    button.classList.toggle("has-fresh", fresh > 0);
    button.title = fresh ? words("fresh").replace("{facts}", String(fresh)) : "n";
  };
  const gone = () => {
    away ||= setTimeout(() => (note.textContent = words("away")), PATIENCE_MS);
  };
  const back = () => {
    clearTimeout(away);
    away = 0;
    note.textContent = "";
  };
  /** @type {EventSource | null} */
  let source = null;
  let [last, hiding, retrying, silence] = ["", 0, 0, 0];
  const leave = () => {
    clearTimeout(retrying);
    clearTimeout(silence);
    source?.close();
    source = null;
  };
  const alive = () => {
    clearTimeout(silence);
    silence = setTimeout(lost, SILENCE_MS);
  };
  const lost = () => {
    gone();
    listen();
  };
  const listen = () => {
    leave();
    alive();
    const after = last && `?after=${last}`;
    source = new EventSource(`${page.dataset.liveUrl}${after}`);
    /** @param {MessageEvent} event */
    const told = ({ data, lastEventId }) => {
      last = lastEventId;
      alive();
      const { position, zones } = JSON.parse(data);
      latest = position;
      if (isBehind()) renew();
      if (String(zones || "") !== page.dataset.zones) {
        page.dataset.zones = String(zones || "");
        time.redraw();
      }
      badge();
    };
    source.addEventListener("open", back);
    source.addEventListener("beat", alive);
    source.addEventListener("standing", told);
    source.addEventListener("recorded", told);
    source.addEventListener("redrawn", told);
    source.addEventListener("error", () => {
      gone(); // a stream may end at any time: the browser asks again and says what it saw last
      if (source?.readyState === EventSource.CLOSED) retrying = setTimeout(listen, RETRY_MS);
    });
  };
  const look = () => {
    clearTimeout(hiding);
    if (document.hidden) hiding = setTimeout(leave, HIDDEN_MS);
    else if (!source) listen();
  };

  for (const what of ["shown", "grown"]) time.addEventListener(what, badge);
  addEventListener("offline", () => {
    leave(); // a broken line is silent: the browser knows first
    gone();
  });
  addEventListener("online", listen);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", ({ persisted }) => persisted && listen());
  document.addEventListener("visibilitychange", look);
  listen();
}
