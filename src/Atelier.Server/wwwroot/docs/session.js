import { errorText, unreachable } from "/docs/answers.js";

const remembered = "atelier.signed-in";
const line = document.getElementById("session");
const signOutButton = document.getElementById("sign-out");

export function startSession() {
  signOutButton.addEventListener("click", signOut);
  // A link pasted into a page that is open already changes only the fragment.
  addEventListener("hashchange", signInByFragment);
  signInByFragment();
}

function signInByFragment() {
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  if (code) {
    // At once, so that the code stays neither in the address bar nor in the history.
    history.replaceState(null, "", location.pathname + location.search);
    signIn(code);
  } else if (!line.textContent) {
    showStored();
  }
}

async function signIn(code) {
  show("Signing in…", false);
  try {
    const response = await fetch("/v1/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code }),
    });
    if (response.ok) {
      localStorage.setItem(remembered, "yes");
      show("Signed in as the owner", true);
    } else {
      show(await errorText(response), false, true);
    }
  } catch {
    show(unreachable, false, true);
  }
}

// The cookie is out of reach of scripts, so a door tells whether it still holds.
async function showStored() {
  if (localStorage.getItem(remembered)) {
    const response = await fetch("/v1/models").catch(() => null);
    if (response?.ok) {
      show("Signed in as the owner", true);
      return;
    }
    localStorage.removeItem(remembered);
  }
  show("Not signed in: open the sign-in link of the first start, or give an API key under Authorize.", false);
}

async function signOut() {
  try {
    const response = await fetch("/v1/session", { method: "DELETE" });
    if (!response.ok) {
      show(await errorText(response), true, true);
      return;
    }
    localStorage.removeItem(remembered);
    show("Signed out", false);
  } catch {
    show(unreachable, true, true);
  }
}

function show(text, signedIn, failed = false) {
  line.textContent = text;
  line.classList.toggle("failed", failed);
  line.classList.toggle("signed-in", signedIn);
  signOutButton.hidden = !signedIn;
}
