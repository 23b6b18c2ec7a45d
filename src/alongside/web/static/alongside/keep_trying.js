// Sends a form marked data-keep-trying without leaving its page, and tries again until it has arrived.
// What was typed stays in this page alone: never in the browser's storage, for computers are shared.
import { initAll } from "../vendor/govuk-frontend.min.js";

const FIRST_WAIT = 2000, LONGEST_WAIT = 30000, PATIENCE = 30000; // milliseconds
const NO_CONNECTION =
  "There is no connection. What you typed is kept in this page. Do not close it: we are trying again.";
const pending = new Set();

class Sending {
  constructor(form, submitter) {
    Object.assign(this, { form, submitter, wait: FIRST_WAIT, timer: 0, busy: false });
  }

  body() {
    const given = new FormData(this.form);
    if (this.submitter?.name) given.append(this.submitter.name, this.submitter.value);
    return new URLSearchParams(given);
  }

  async send() {
    if (this.busy) return;
    clearTimeout(this.timer);
    this.busy = true;
    this.form.setAttribute("aria-busy", "true"); // until the next page is there
    pending.add(this);
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: this.body(),
        headers: { "Keep-Trying": "1" },
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.status >= 500) throw new Error(`The server could not answer: ${answer.status}`);
      await this.arrived(answer);
    } catch {
      this.tryAgain();
    } finally {
      this.busy = false;
    }
  }

  tryAgain() {
    this.form.removeAttribute("aria-busy");
    say(this.form, NO_CONNECTION);
    this.timer = setTimeout(() => this.send(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  async arrived(answer) {
    const next = answer.headers.get("Keep-Trying-Location");
    const page = next ? "" : await answer.text(); // lost half way is lost: it throws, and is tried again
    pending.delete(this);
    if (next) location.assign(next);
    else show(page);
  }
}

function say(form, words) {
  let notice = form.querySelector(".app-keep-trying");
  if (!notice) {
    notice = document.createElement("p");
    notice.className = "govuk-body app-keep-trying";
    notice.setAttribute("role", "status");
    form.append(notice);
  }
  if (notice.textContent !== words) notice.textContent = words;
}

// The page as the server would have shown it: with what is wrong, and its summary in focus.
function show(page) {
  const shown = new DOMParser().parseFromString(page, "text/html");
  document.title = shown.title;
  document.body.replaceWith(document.adoptNode(shown.body));
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  initAll();
  if (!document.querySelector(".govuk-error-summary")) {
    const top = document.querySelector("h1");
    top?.setAttribute("tabindex", "-1");
    top?.focus();
  }
  scrollTo(0, 0);
}

const sendings = new WeakMap();

addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-keep-trying]");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  const sending = sendings.get(form) ?? new Sending(form);
  sendings.set(form, sending);
  say(form, ""); // there before it has words: a screen reader reads out what changes, not what appears
  if (sending.busy) return; // pressed twice: it is on its way
  Object.assign(sending, { submitter: event.submitter, wait: FIRST_WAIT });
  sending.send();
});

addEventListener("online", () => pending.forEach((sending) => sending.send()));

addEventListener("beforeunload", (event) => {
  if (pending.size) event.preventDefault();
});
