import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { fromBase64url } from "@/lib/base64url";
import { startTestServer } from "@/lib/test-server";
import PasskeyInField from "./passkey-in-field";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

type Asked = CredentialRequestOptions & { choose: (id: string) => void };

/** A browser whose person chooses when the test says so. */
function browser(offersInFields: boolean) {
  const asked: Asked[] = [];
  vi.stubGlobal("PublicKeyCredential", { isConditionalMediationAvailable: async () => offersInFields });
  vi.stubGlobal("location", { ...location, hostname: "aspirex.example" });
  vi.stubGlobal("requestIdleCallback", (run: () => void) => setTimeout(run));
  vi.stubGlobal("cancelIdleCallback", clearTimeout);
  const get = (options: CredentialRequestOptions) =>
    new Promise((resolve, reject) => {
      const bytes = (text: string) => fromBase64url(text).buffer;
      const response = {
        clientDataJSON: bytes("e30"),
        authenticatorData: bytes("AAAA"),
        signature: bytes("_-_-"),
        userHandle: null,
      };
      asked.push({ ...options, choose: (id) => resolve({ rawId: bytes(id), response }) });
      options.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
    });
  vi.stubGlobal("navigator", { ...navigator, credentials: { get } });
  return asked;
}

async function shown(onAnswer: (id: string) => Promise<void>) {
  const server = await startTestServer({
    "POST /auth/passkeys/challenge/": () => ({
      body: { challenge: "b25l", rp_id: "localhost", user_verification: "required" },
    }),
  });
  const problems: unknown[] = [];
  const page = render(
    <PasskeyInField onAnswer={({ id }) => onAnswer(id)} onProblem={(problem) => problems.push(problem)} />,
  );
  return { server, page, problems };
}

it("waits in the field for a choice, and asks for none", async () => {
  const asked = browser(true);
  const answers: string[] = [];
  const { server } = await shown(async (id) => void answers.push(id));
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]).toMatchObject({ mediation: "conditional", publicKey: { rpId: "localhost" } });
  expect(server.requests.at(-1)?.body).toEqual({ purpose: "sign_in" });
  asked[0]?.choose("AQID");
  await vi.waitFor(() => expect(answers).toEqual(["AQID"]));
});

it("says what the server has against a choice, and offers the others", async () => {
  const asked = browser(true);
  const { problems } = await shown(async () => {
    throw new Error("no");
  });
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  asked[0]?.choose("AQID");
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect(problems).toEqual([null, expect.objectContaining({ reason: "app.crashed" })]);
});

it("is taken away with the page, without a word", async () => {
  const asked = browser(true);
  const { page, problems, server } = await shown(async () => {});
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  page.unmount();
  expect(asked[0]?.signal?.aborted).toBe(true);
  await vi.waitFor(() => expect(server.count("POST /auth/passkeys/challenge/")).toBe(1));
  expect(problems).toEqual([]);
});

it("asks the server nothing where the browser can't", async () => {
  const asked = browser(false);
  const looked = vi.spyOn(PublicKeyCredential, "isConditionalMediationAvailable");
  const { server } = await shown(async () => {});
  await vi.waitFor(() => expect(looked).toHaveBeenCalled());
  expect(asked).toEqual([]);
  expect(server.count("POST /auth/passkeys/challenge/")).toBe(0);
});
