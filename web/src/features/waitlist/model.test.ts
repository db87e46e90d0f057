import { describe, expect, it } from "vitest";
import type { Booking } from "@/api/contract.gen";
import { addDays, presentSession, toBody } from "./model";

const booking = (id: number, state: Booking["state"], mentor: string) =>
  ({ id, state, mentor: { id: mentor } }) as Booking;
const wish = { from: "2026-11-24", to: "2026-12-24", earliest: "0", latest: "24", sooner: false };
const about = { mentor: "M000001", service: 3, zone: "Asia/Kolkata" };

describe("what is sent to join a line", () => {
  it("leaves out what is not asked for", () => {
    expect(toBody(wish, about)).toEqual({ ...about, from: "2026-11-24", to: "2026-12-24" });
  });

  it("names hours, and the present session only where there is one", () => {
    const evening = { ...wish, earliest: "18", latest: "22", sooner: true };
    expect(toBody(evening, about)).not.toHaveProperty("before_booking");
    expect(toBody(evening, { ...about, present: booking(9, "confirmed", "M000001") })).toMatchObject({
      earliest_hour: 18,
      latest_hour: 22,
      before_booking: 9,
    });
  });

  it("measures by the first confirmed session with this mentor", () => {
    const all = [
      booking(1, "held", "M000001"),
      booking(2, "confirmed", "M000002"),
      booking(3, "confirmed", "M000001"),
      booking(4, "confirmed", "M000001"),
    ];
    expect(presentSession(all, "M000001")?.id).toBe(3);
    expect(presentSession(all, "M000009")).toBeUndefined();
  });

  it("counts days over the end of a year", () => {
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  });
});
