import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import i18n from "@/lib/i18n";
import { Toolbar } from "./toolbar";

const hidden = "ax.toolbar.hidden";

/** Beside the app, not in it: what is looked at must not draw again because somebody looks. */
export async function startToolbar() {
  if (sessionStorage.getItem(hidden)) return;
  await i18n.loadNamespaces(["toolbar"]);
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  const hide = () => {
    sessionStorage.setItem(hidden, "yes");
    root.unmount();
  };
  root.render(
    <StrictMode>
      <QueryClientProvider client={new QueryClient()}>
        <Toolbar onHide={hide} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
