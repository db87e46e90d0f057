import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { ApiError } from "@/api/api-error";
import { limits } from "@/api/contract.gen";
import { session } from "@/api/session";
import { createQueryClient } from "@/lib/query-client";
import { aUser, signedIn } from "@/lib/test-server";
import { z } from "@/lib/zod";
import { ProfileForm, type ProfileValues, profileShape } from "./profile-form";

const values: ProfileValues = {
  name: "Asha Rao",
  headline: "Learns Rust",
  about: "",
  skills: ["Rust", "SQL"],
  languages: ["English"],
  links: [{ label: "Site", url: "https://asha.example" }],
  education: [],
  time_zone: "Asia/Kolkata",
};
const schema = z.object(profileShape(limits.UpdateStudent));

function open(save: (values: ProfileValues) => Promise<ProfileValues>) {
  session.start(signedIn("t1", 900, aUser()));
  render(
    <QueryClientProvider client={createQueryClient()}>
      <ProfileForm
        schema={schema}
        values={values}
        limits={limits.UpdateStudent}
        save={save}
        help={{ headline: "", about: "", skills: "", zone: "" }}
      />
    </QueryClientProvider>,
  );
}
const save = () => userEvent.click(screen.getByRole("button", { name: "Save" }));

it("saves what was changed, leaves empty links out and renames the person everywhere", async () => {
  const sent: ProfileValues[] = [];
  open(async (typed) => {
    sent.push(typed);
    return { ...typed, name: "Asha R." };
  });
  // The names of links are called Name as well; the person's comes first.
  const name = screen.getAllByRole("textbox", { name: /^Name/ })[0] as HTMLElement;
  await userEvent.clear(name);
  await save();
  expect(sent).toEqual([]);
  await userEvent.type(name, "Asha R.");
  await userEvent.click(screen.getByRole("button", { name: "Add a link" }));
  await save();
  await waitFor(() => expect(session.current()?.user.name).toBe("Asha R."));
  expect(sent[0]?.links).toEqual(values.links);
});

it("shows the server's word about one skill and one link where they stand", async () => {
  open(() =>
    Promise.reject(
      new ApiError(422, {
        reason: "request.invalid",
        fields: [
          { field: "skills[1]", reason: "too_long", limit: 40 },
          { field: "links[0].url", reason: "url" },
        ],
      }),
    ),
  );
  await save();
  expect(await screen.findByText(/“SQL”/)).toBeVisible();
  expect(screen.getByRole("textbox", { name: "Address" })).toBeInvalid();
});
