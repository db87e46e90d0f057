import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { ApiError } from "@/api/api-error";
import { Avatar, Chip, Stars } from "./bits";
import { Button } from "./button";
import { RadioCards, Switch } from "./choices";
import { Countdown } from "./countdown";
import { ConfirmDialog } from "./dialog";
import { Menu, MenuChoice } from "./menu";
import { PasswordInput } from "./password-input";
import { ErrorState } from "./states";
import { Toasts, toast } from "./toast";
import { ZoneSelect } from "./zone-select";

function PageWithDialog() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Delete</Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Delete this?"
        confirm="Yes, delete"
        onConfirm={() => Promise.reject(new ApiError(409, {}))}
        errorText={() => "Somebody booked it."}
      >
        <p>It is gone for good.</p>
      </ConfirmDialog>
    </>
  );
}

it("a busy button keeps its name and takes no clicks", async () => {
  const press = vi.fn();
  render(
    <Button busy onClick={press}>
      Save
    </Button>,
  );
  const button = screen.getByRole("button", { name: "Save", busy: true });
  await userEvent.click(button);
  expect(press).not.toHaveBeenCalled();
});

it("a confirm dialog stays open with the reason when its action fails, and gives the focus back when closed", async () => {
  render(<PageWithDialog />);
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  expect(screen.getByRole("dialog", { name: "Delete this?" })).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Yes, delete" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("Somebody booked it.");
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  await waitFor(() => expect(screen.getByRole("button", { name: "Delete" })).toHaveFocus());
  expect(document.querySelector("style")).toBeNull(); // the CSP forbids what dialogs usually write
});

it("a menu works with the keyboard alone", async () => {
  const choose = vi.fn();
  render(
    <Menu trigger={<Button>Look</Button>}>
      <MenuChoice
        value="light"
        onChange={choose}
        options={[
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
        ]}
      />
    </Menu>,
  );
  await userEvent.tab();
  await userEvent.keyboard("{Enter}");
  expect(await screen.findByRole("menuitemradio", { name: "Light", checked: true })).toBeVisible();
  await userEvent.keyboard("{ArrowDown}{Enter}");
  expect(choose).toHaveBeenCalledWith("dark");
  expect(document.querySelector("style")).toBeNull();
});

it("radio cards are one radio group", async () => {
  const choose = vi.fn();
  render(
    <RadioCards
      legend="Role"
      name="role"
      value="student"
      onChange={choose}
      options={[
        { value: "student", label: "Learn" },
        { value: "mentor", label: "Teach", help: "Set your price" },
      ]}
    />,
  );
  expect(screen.getByRole("group", { name: "Role" })).toBeInTheDocument();
  expect(screen.getByRole("radio", { name: "Learn" })).toBeChecked();
  await userEvent.click(screen.getByText("Set your price"));
  expect(choose).toHaveBeenCalledWith("mentor");
});

it("a switch has its label as name", async () => {
  const change = vi.fn();
  render(<Switch label="Active" checked={false} onChange={change} />);
  await userEvent.click(screen.getByRole("switch", { name: "Active", checked: false }));
  expect(change).toHaveBeenCalledWith(true);
});

it("a password can be looked at and hidden", async () => {
  render(<PasswordInput aria-label="Password" defaultValue="secret words" />);
  expect(screen.getByLabelText("Password")).toHaveAttribute("type", "password");
  await userEvent.click(screen.getByRole("button", { name: "Show password" }));
  expect(screen.getByLabelText("Password")).toHaveAttribute("type", "text");
});

it("an error says what happened, what was kept and the number to quote", async () => {
  const retry = vi.fn();
  render(
    <ErrorState
      error={new ApiError(500, { request_id: "req-7" })}
      kept="Your hold is kept."
      onRetry={retry}
    />,
  );
  const alert = screen.getByRole("alert");
  expect(alert).toHaveTextContent("Something broke on our side");
  expect(alert).toHaveTextContent("Your hold is kept.");
  expect(alert).toHaveTextContent("req-7");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(retry).toHaveBeenCalledOnce();
});

it("initials come from the first and the last name, also outside ASCII", () => {
  const { container } = render(
    <>
      <Avatar name="Élodie van der Berg" />
      <Avatar name="Cher" />
      <Avatar name=" " />
    </>,
  );
  expect([...container.querySelectorAll("span")].map((one) => one.textContent)).toEqual(["ÉB", "C", ""]);
});

it("a photo takes the place of the initials until it can't be loaded", () => {
  const { container } = render(<Avatar name="Asha Rao" photo="/api/v1/files/a.webp" />);
  const image = container.querySelector("img");
  expect(image).toHaveAttribute("src", "/api/v1/files/a.webp");
  expect(image).toHaveAttribute("alt", "");
  fireEvent.error(image as HTMLElement);
  expect(container).toHaveTextContent("AR");
});

it("a rating is read out in words, and none is said plainly", () => {
  render(
    <>
      <Stars rating={4.25} count={1} />
      <Stars rating={null} count={0} />
    </>,
  );
  expect(screen.getByText(/of 5 by 1 student$/)).toBeInTheDocument();
  expect(screen.getByText("No ratings yet")).toBeInTheDocument();
});

it("a filter chip names what it takes away", async () => {
  const remove = vi.fn();
  render(
    <Chip onRemove={remove} removeLabel="Remove filter: Figma">
      Figma
    </Chip>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Remove filter: Figma" }));
  expect(remove).toHaveBeenCalledOnce();
});

it("a countdown shows what is left and tells its end once", () => {
  vi.useFakeTimers({ now: new Date("2026-11-24T09:00:00Z") });
  try {
    const end = vi.fn();
    render(<Countdown until="2026-11-24T09:00:03Z" total={600} label="Held for" onEnd={end} />);
    expect(screen.getByRole("timer")).toHaveAccessibleName("Held for 0:03");
    act(() => vi.advanceTimersByTime(2000));
    expect(end).not.toHaveBeenCalled();
    act(() => vi.advanceTimersByTime(5000));
    expect(end).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});

it("a toast is announced, can do something and be closed", async () => {
  render(<Toasts />);
  const undo = vi.fn();
  act(() => toast("Saved", { label: "Undo", run: undo }));
  expect(screen.getByText("Saved").closest("[aria-live]")).toHaveAttribute("aria-live", "polite");
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(undo).toHaveBeenCalledOnce();
  expect(screen.queryByText("Saved")).not.toBeInTheDocument();
});

it("offers all zones once the field is touched, and holds up nobody before", async () => {
  const chosen: string[] = [];
  render(<ZoneSelect value="Asia/Calcutta" onChange={(zone) => chosen.push(zone)} />);
  const field = screen.getByRole("combobox", { name: "Time zone" });
  expect(field.querySelectorAll("option")).toHaveLength(1);
  expect(field).toHaveDisplayValue("Kolkata · UTC+05:30 · Asia");
  await userEvent.tab();
  expect(field.querySelectorAll("option").length).toBeGreaterThan(300);
  fireEvent.change(field, { target: { value: "Europe/Berlin" } });
  expect(chosen).toEqual(["Europe/Berlin"]);
});
