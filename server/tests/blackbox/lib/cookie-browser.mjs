/** What of a browser a way over several sites needs: cookies of each of them, and redirects one by one. */
export class CookieBrowser {
  jars = new Map();
  seen = [];

  jar(url) {
    const { origin } = new URL(url);
    if (!this.jars.has(origin)) this.jars.set(origin, new Map());
    return this.jars.get(origin);
  }

  async fetch(url, { method = "GET", headers = {}, body } = {}) {
    this.seen.push(url);
    const cookie = [...this.jar(url)].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, {
      method,
      body,
      redirect: "manual",
      headers: { ...headers, ...(cookie && { cookie }) },
      signal: AbortSignal.timeout(30_000),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split(";").map((part) => part.trim());
      const at = pair.indexOf("=");
      const gone = attributes.some((a) => /^max-age=0$/i.test(a) || /^expires=Thu, 01 Jan 1970/i.test(a));
      if (gone) this.jar(url).delete(pair.slice(0, at));
      else this.jar(url).set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  /** Where a redirect leads; null for a page. */
  static next(url, response) {
    const location = response.headers.get("location");
    return response.status >= 300 && response.status < 400 && location ? new URL(location, url).href : null;
  }

  /** Follows redirects until `stop` says so, or a page comes. */
  async go(url, stop = () => false) {
    for (let hops = 0; hops < 20; ++hops) {
      if (stop(url)) return { url };
      const response = await this.fetch(url);
      const next = CookieBrowser.next(url, response);
      if (!next) return { url, response };
      url = next;
    }
    throw new Error(`no end of redirects at ${url}`);
  }
}
