import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { Field } from "./field";
import { TagInput } from "./tag-input";

function Skills({ start = [], suggestions }: { start?: string[]; suggestions?: string[] }) {
  const [value, setValue] = useState(start);
  return (
    <>
      <Field label="Skills">
        <TagInput
          value={value}
          onChange={setValue}
          max={20}
          maxLength={40}
          suggestions={suggestions}
          texts={{ remove: (one) => `Remove ${one}`, double: (one) => `${one} is there`, full: "Full" }}
        />
      </Field>
      <output>{value.join("|")}</output>
    </>
  );
}

const box = () => screen.getByRole("combobox", { name: "Skills" });
const tags = () => screen.getByRole("status").textContent;

it("adds with Enter, with a comma and when it is left, tidied", async () => {
  render(<Skills />);
  await userEvent.type(box(), "  System   design {Enter}SQL,Rust");
  expect(tags()).toBe("System design|SQL");
  await userEvent.tab();
  expect(tags()).toBe("System design|SQL|Rust");
});

it("refuses doubles and the 21st, and says so", async () => {
  const nineteen = Array.from({ length: 19 }, (_, at) => `Skill ${at}`);
  render(<Skills start={nineteen} />);
  await userEvent.type(box(), "SKILL 3{Enter}");
  expect(screen.getByText("SKILL 3 is there")).toBeInTheDocument();
  await userEvent.type(box(), "SQL{Enter}Rust{Enter}");
  expect(tags()?.split("|")).toEqual([...nineteen, "SQL"]);
  expect(screen.getByText("Full")).toBeInTheDocument();
  expect(box()).toHaveValue("Rust");
});

it("takes the last away with Backspace in the empty box, any other with its button", async () => {
  render(<Skills start={["SQL", "Rust", "Go"]} />);
  await userEvent.type(box(), "x{Backspace}");
  expect(tags()).toBe("SQL|Rust|Go");
  await userEvent.type(box(), "{Backspace}");
  expect(tags()).toBe("SQL|Rust");
  await userEvent.click(screen.getByRole("button", { name: "Remove SQL" }));
  expect(tags()).toBe("Rust");
  expect(box()).toHaveFocus();
});

it("offers what is not in the list yet, by keyboard and by mouse", async () => {
  render(<Skills start={["SQL"]} suggestions={["SQL", "SQLite", "SQL tuning"]} />);
  await userEvent.type(box(), "sq");
  expect(screen.getAllByRole("option").map((one) => one.textContent)).toEqual(["SQLite", "SQL tuning"]);
  await userEvent.keyboard("{ArrowDown}{Enter}");
  expect(tags()).toBe("SQL|SQLite");
  await userEvent.type(box(), "sq");
  await userEvent.click(screen.getByRole("option", { name: "SQL tuning" }));
  expect(tags()).toBe("SQL|SQLite|SQL tuning");
});
