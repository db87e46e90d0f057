import { expect, it } from "vitest";
import i18n from "@/lib/i18n";

it("texts of the shell are there at once, those of a feature after its first page", async () => {
  expect(i18n.t("app:signOut")).toBe("Sign out");
  expect(i18n.exists("site:terms.title")).toBe(false);
  await i18n.loadNamespaces(["site"]);
  expect(i18n.t("site:terms.title")).toBe("Terms");
});

it("a key that does not exist fails the type check", () => {
  // @ts-expect-error: should this line compile without it, keys are no longer typed
  expect(i18n.getFixedT(null, "app")("signOff")).toBe("signOff");
});
