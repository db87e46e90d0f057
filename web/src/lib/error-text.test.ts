import { expect, it } from "vitest";
import { ApiError } from "@/api/api-error";
import { errorText } from "./error-text";

it("says in plain words that nothing can be saved, and that nothing is lost", () => {
  expect(errorText(new ApiError(507, { reason: "storage.full" }))).toMatch(
    /no room to save .* saved is safe/,
  );
  // Told over the live connection, where there is no status.
  expect(errorText(new ApiError(429, { reason: "storage.full" }))).toMatch(/no room to save/);
  expect(errorText(new ApiError(503, { reason: "storage.unavailable" }))).toMatch(
    /files cannot be reached .* Nothing was lost/,
  );
});
