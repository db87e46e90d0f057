import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { fromBase64url } from "@/lib/base64url";
import { startTestServer } from "@/lib/test-server";
import { PasskeyButton } from "./passkey-button";

afterEach(() => vi.unstubAllGlobals());

/** jsdom has no authenticator: `answer` stands for one. */
function authenticator(answer: (options: CredentialRequestOptions) => unknown) {
  vi.stubGlobal("PublicKeyCredential", class {});
  vi.stubGlobal("location", { ...location, hostname: "aspirex.example" });
  vi.stubGlobal("navigator", { ...navigator, credentials: { get: async (o: never) => answer(o) } });
}

async function shown() {
  const told = { answers: [] as unknown[], problems: [] as unknown[] };
  await startTestServer({
    "POST /auth/passkeys/challenge/": () => ({
      body: { challenge: "b25l", rp_id: "localhost", user_verification: "required" },
    }),
  });
  render(
    <PasskeyButton
      purpose="sign_in"
      label="With a passkey"
      onAnswer={async (passkey) => told.answers.push(passkey)}
      onProblem={(problem) => told.problems.push(problem)}
    />,
  );
  return told;
}

it("is not there where the browser knows no passkeys", async () => {
  await shown();
  expect(screen.queryByRole("button")).toBeNull();
});

it("sends what the authenticator says about the server's challenge, as text", async () => {
  const asked: CredentialRequestOptions[] = [];
  const bytes = (text: string) => fromBase64url(text).buffer;
  authenticator((options) => {
    asked.push(options);
    const response = {
      clientDataJSON: bytes("e30"),
      authenticatorData: bytes("AAAA"),
      signature: bytes("_-_-"),
      userHandle: null,
    };
    return { rawId: bytes("AQID"), response };
  });
  const told = await shown();
  await userEvent.click(screen.getByRole("button"));
  await vi.waitFor(() => expect(told.answers).toHaveLength(1));
  expect(asked[0]?.publicKey).toMatchObject({ rpId: "localhost", userVerification: "required" });
  expect(asked[0]?.publicKey?.challenge).toEqual(fromBase64url("b25l"));
  expect(told.answers).toEqual([
    { id: "AQID", client_data: "e30", authenticator_data: "AAAA", signature: "_-_-" },
  ]);
});

it("says in words when the person turned away", async () => {
  authenticator(() => {
    throw new DOMException("no", "NotAllowedError");
  });
  const told = await shown();
  await userEvent.click(screen.getByRole("button"));
  await vi.waitFor(() => expect(told.problems.at(-1)).toMatchObject({ reason: "passkey.cancelled" }));
  expect(told.answers).toEqual([]);
});
