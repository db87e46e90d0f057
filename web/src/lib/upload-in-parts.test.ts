import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "@/api/api-error";
import { type Exchange, exchange } from "@/api/call";
import { uploadInParts } from "./upload-in-parts";

vi.mock("@/api/call", () => ({ exchange: vi.fn() }));

const mebibyte = 1024 * 1024;
const file = new File([new Uint8Array(2.5 * mebibyte)], "cv.pdf");

/** A server of tus with one upload at a time; `fault` is thrown in place of an answer, and counts as lost. */
class FakeServer {
  uploads = new Map<string, number>();
  said: string[] = [];
  fault: (request: string) => ApiError | undefined = () => undefined;

  answer = async ({ method = "", url = "", data, headers = {} }: Exchange) => {
    const at = headers["Upload-Offset"];
    const request = [method, url, at].filter(Boolean).join(" ");
    this.said.push(request);
    const fault = this.fault(request);
    if (fault) throw fault;
    if (method === "POST") {
      const made = `/api/v1/uploads/u${this.said.filter((one) => one.startsWith("POST")).length}`;
      this.uploads.set(made, 0);
      return { headers: { location: made } };
    }
    const there = this.uploads.get(url);
    if (there === undefined) throw new ApiError(404, { reason: "files.upload_not_found" });
    if (method === "DELETE") this.uploads.delete(url);
    if (method !== "PATCH") return { headers: { "upload-offset": String(there) } };
    if (Number(at) !== there) throw new ApiError(409, { reason: "files.upload_offset" });
    this.uploads.set(url, there + (data as Blob).size);
    return { headers: { "upload-offset": String(this.uploads.get(url)) } };
  };
}

let server: FakeServer;
beforeEach(() => {
  sessionStorage.clear();
  server = new FakeServer();
  vi.mocked(exchange).mockReset();
  vi.mocked(exchange).mockImplementation(server.answer as never);
});

const lost = () => new ApiError(0, {});
const wish = { purpose: "cv", file, name: "cv.pdf", key: "k" } as const;
const finish = vi.fn(async (upload: string) => upload);
/** The network comes back whenever somebody waits for it. */
const send = async (more: Partial<Parameters<typeof uploadInParts>[0]> = {}) => {
  const timer = setInterval(() => window.dispatchEvent(new Event("online")), 1);
  try {
    return await uploadInParts({ ...wish, ...more }, finish);
  } finally {
    clearInterval(timer);
  }
};

describe("an upload in parts", () => {
  it("sends one part after the other and is finished once", async () => {
    expect(await send()).toBe("u1");
    expect(server.said).toEqual([
      "POST /uploads/",
      "PATCH /api/v1/uploads/u1 0",
      `PATCH /api/v1/uploads/u1 ${mebibyte}`,
      `PATCH /api/v1/uploads/u1 ${2 * mebibyte}`,
    ]);
    const [{ headers }] = vi.mocked(exchange).mock.calls[0] ?? [{}];
    expect(headers?.["Upload-Metadata"]).toBe(`purpose ${btoa("cv")},filename ${btoa("cv.pdf")}`);
    expect(sessionStorage).toHaveLength(0);
  });

  it("asks where it stands after a lost connection, and sends nothing twice", async () => {
    let faults = 1;
    server.fault = (request) => {
      if (!request.endsWith(` ${mebibyte}`) || faults === 0) return undefined;
      faults -= 1;
      server.uploads.set("/api/v1/uploads/u1", 2 * mebibyte); // the answer is lost, not the part
      return lost();
    };
    await send();
    expect(server.said.slice(2)).toEqual([
      `PATCH /api/v1/uploads/u1 ${mebibyte}`,
      "HEAD /api/v1/uploads/u1",
      `PATCH /api/v1/uploads/u1 ${2 * mebibyte}`,
    ]);
  });

  it("gives up after some failures, and goes on from there when asked again", async () => {
    server.fault = (request) => (request.endsWith(` ${mebibyte}`) ? lost() : undefined);
    await expect(send()).rejects.toMatchObject({ status: 0 });
    server.fault = () => undefined;
    server.said = [];
    expect(await send()).toBe("u1");
    expect(server.said[0]).toBe("HEAD /api/v1/uploads/u1");
    expect(server.said).toHaveLength(3);
  });

  it("begins anew where the server knows nothing of it any more", async () => {
    sessionStorage.setItem("ax.upload k", JSON.stringify({ url: "/api/v1/uploads/old", whole: false }));
    await send();
    expect(server.said.slice(0, 2)).toEqual(["HEAD /api/v1/uploads/old", "POST /uploads/"]);
  });

  it("does not send again what only waits to be finished", async () => {
    finish.mockRejectedValueOnce(lost());
    await expect(send()).rejects.toMatchObject({ status: 0 });
    server.said = [];
    expect(await send()).toBe("u1");
    expect(server.said).toEqual([]);
  });

  it("forgets what was refused", async () => {
    finish.mockRejectedValueOnce(new ApiError(422, { reason: "files.not_a_pdf" }));
    await expect(send()).rejects.toMatchObject({ reason: "files.not_a_pdf" });
    expect(sessionStorage).toHaveLength(0);
  });

  it("does not try again what will never work", async () => {
    server.fault = () => new ApiError(409, { reason: "files.quota" });
    await expect(send()).rejects.toMatchObject({ reason: "files.quota" });
    expect(server.said).toEqual(["POST /uploads/"]);
  });

  it("leaves nothing at the server when it is stopped", async () => {
    const stop = new AbortController();
    server.fault = (request) => {
      if (!request.endsWith(` ${mebibyte}`)) return undefined;
      stop.abort();
      return lost();
    };
    await expect(send({ signal: stop.signal })).rejects.toBeDefined();
    await vi.waitFor(() => expect(server.said.at(-1)).toBe("DELETE /api/v1/uploads/u1"));
    expect(server.uploads.size).toBe(0);
    expect(sessionStorage).toHaveLength(0);
  });
});
