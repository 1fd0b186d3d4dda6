import { errorText, unreachable } from "/docs/answers.js";
import { authorizedKey } from "/docs/reference.js";

const form = document.getElementById("paint");
const prompt = document.getElementById("prompt");
const button = document.getElementById("paint-button");
const progress = document.getElementById("progress");
const failure = document.getElementById("failure");
const result = document.getElementById("result");
const picture = document.getElementById("picture");
const caption = document.getElementById("caption");
const download = document.getElementById("download");

export function startPainting() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    paint();
  });
  prompt.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}

async function paint() {
  // Disabled it would lose the focus; a second picture would be paid for.
  if (button.getAttribute("aria-disabled") === "true") {
    return;
  }
  button.setAttribute("aria-disabled", "true");
  failure.textContent = "";
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  progress.textContent = "Painting…";
  // Every five seconds: read aloud each second it would drown the page.
  const timer = setInterval(() => (progress.textContent = `Painting… ${seconds()} s`), 5000);
  try {
    const response = await fetch("/v1/images/generations", request());
    if (response.ok) {
      await show(await response.blob(), response.headers.get("Atelier-Generation"));
      progress.textContent = `Done in ${((performance.now() - began) / 1000).toFixed(1)} s.`;
    } else if (response.status === 401) {
      fail("Sign in first: open the sign-in link of the first start, or give an API key under Authorize below.");
    } else {
      fail(await errorText(response));
    }
  } catch {
    fail(unreachable);
  } finally {
    clearInterval(timer);
    button.removeAttribute("aria-disabled");
  }
}

function request() {
  const headers = { "Content-Type": "application/json", Accept: "image/png" };
  const key = authorizedKey();
  if (key) {
    headers.Authorization = `Bearer ${key}`;
  }
  return {
    method: "POST",
    headers,
    body: JSON.stringify({ prompt: prompt.value, size: form.elements.size.value }),
  };
}

async function show(blob, generation) {
  const old = picture.src;
  picture.src = URL.createObjectURL(blob);
  picture.alt = prompt.value;
  caption.textContent = generation ? `Generation ${generation}` : "";
  download.href = picture.src;
  result.hidden = false;
  await picture.decode();
  if (old) {
    URL.revokeObjectURL(old);
  }
}

function fail(text) {
  progress.textContent = "";
  failure.textContent = text;
}
