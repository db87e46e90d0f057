/** Here, so that the renderer is evaluated with its own file and not in one piece with what calls it. */
export { createRoot } from "react-dom/client";
