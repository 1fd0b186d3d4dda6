import { errorText, unreachable } from "/docs/answers.js";

const state = document.getElementById("state");

addEventListener("hashchange", signIn);
signIn();

async function signIn() {
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  if (!code) {
    return;
  }
  // At once, so that the code stays neither in the address bar nor in the history.
  history.replaceState(null, "", location.pathname + location.search);
  state.textContent = "Signing in…";
  try {
    const response = await fetch("/v1/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code }),
    });
    if (response.ok) {
      localStorage.setItem("atelier.signed-in", "yes");
      location.reload();
    } else {
      state.textContent = await errorText(response);
    }
  } catch {
    state.textContent = unreachable;
  }
}
