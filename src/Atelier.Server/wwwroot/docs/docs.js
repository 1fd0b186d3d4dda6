import { startPainting } from "/docs/paint.js";
import { startSession } from "/docs/session.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
// Swagger UI has its own dark colours under this class.
const applyTheme = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", applyTheme);
applyTheme();

startSession();
startPainting();
