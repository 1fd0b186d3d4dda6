// The sentence of an error answer, in either of the two shapes that doors answer with.
export async function errorText(response) {
  try {
    const body = await response.json();
    return body.error?.message ?? body.detail ?? fallback(response);
  } catch {
    return fallback(response);
  }
}

export const unreachable = "The service does not answer. Is it still running?";

function fallback(response) {
  return `The service answered with status ${response.status}.`;
}
