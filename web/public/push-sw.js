// Shows a push, and opens what it is about. Caches nothing and touches no request of the site.

const home = "/notifications";

/** Only pages of this site: what a push says is as good as who sent it. */
function pageOf(link) {
  const { origin } = self.location;
  try {
    const page = new URL(link ?? home, origin);
    if (page.origin === origin) return page.href;
  } catch {
    // No address at all.
  }
  return origin + home;
}

function textOf(data) {
  try {
    return data?.json() ?? {};
  } catch {
    return {};
  }
}

self.addEventListener("push", (event) => {
  const { title, body, tag, link } = textOf(event.data);
  // A browser that shows nothing for a push ends the subscription, so there is always something.
  const shown = self.registration.showNotification(title || "AspireX", {
    body: body || "",
    tag: tag || undefined,
    renotify: Boolean(tag),
    icon: "/icon.svg",
    data: { link },
  });
  event.waitUntil(shown);
});

// A page that is open elsewhere stays as it is: somebody may be typing there.
async function open(link) {
  const page = pageOf(link);
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const same = windows.find((one) => one.url === page);
  return same ? same.focus() : self.clients.openWindow(page);
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.link));
});
