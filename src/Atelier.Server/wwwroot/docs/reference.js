let ui = null;

// The key given under Authorize; null when there is none.
export function authorizedKey() {
  return ui?.getState().getIn(["auth", "authorized", "Bearer", "value"]) || null;
}

function start() {
  ui = window.SwaggerUIBundle({
    url: "/openapi/v1.json",
    domNode: document.getElementById("reference"),
    deepLinking: true,
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    // It would send the document to a service elsewhere.
    validatorUrl: null,
  });
}

// The bundle is deferred, so it has run by then; this module may come before it.
addEventListener("DOMContentLoaded", start);
