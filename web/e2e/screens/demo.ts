import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { demo, holdATime, password, payWith } from "../people";
import type { Server } from "../server";
import { Api } from "./api";

/** What stands in the addresses. What could not be made is missing; its page then shows that there is no such thing. */
export type Filled = Partial<
  Record<
    | "session"
    | "hold"
    | "ticket"
    | "wait"
    | "conversation"
    | "event"
    | "post"
    | "student"
    | "webhook"
    | "verify"
    | "reset"
    | "unsubscribe"
    | "newsletterConfirm",
    string
  >
>;

const [asha, lena, kiran] = ["M000001", "M000002", "M000011"];
const kiranMail = "kiran@demo.aspirex.example";
const hour = 3_600_000_000;
const dateIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const key = () => ({ client_key: randomUUID() });

/** A drawing that somebody may well send to the support. */
const picture = (page: Page) =>
  page.screenshot({ clip: { x: 0, y: 0, width: 640, height: 400 }, type: "png" });

/**
 * Adds to the demo data what its people would have after a few weeks. Every step may fail without the rest: a page less
 * than full is better than no pictures. `page` is signed in as the demo student.
 */
export async function fill(server: Server, page: Page): Promise<{ filled: Filled; problems: string[] }> {
  const filled: Filled = {};
  const problems: string[] = [];
  const attempt = async (what: string, work: () => Promise<unknown>) => {
    await work().catch((error: Error) => problems.push(`${what}: ${error.message.split("\n")[0]}`));
  };
  const { url } = server;
  const [student, mentor, staff, nobody] = [
    await Api.signIn(url, demo.student),
    await Api.signIn(url, demo.mentor),
    await Api.signIn(url, demo.staff),
    Api.visitor(url),
  ];
  filled.student = student.student ?? undefined;

  const paid = async () => {
    await holdATime(page, asha);
    await payWith(page, /^Pay now$/);
    await page.getByRole("link", { name: "See the session" }).click();
    await page.waitForURL(/\/sessions\/\d+/);
    return new URL(page.url()).pathname.split("/").at(-1) ?? "";
  };
  await attempt("a session that took place", async () => {
    const id = await paid();
    const end = Date.now() * 1000 - 30 * hour;
    server.script(
      `UPDATE booking SET starts_at = ${end - hour}, ends_at = ${end}, state = 2 WHERE id = ${id}`,
    );
    const text = "We took my chat server apart. I know now why it falls over, and what to build next.";
    await student.put(`/bookings/${id}/review/`, { stars: 5, text, may_quote: true });
    await mentor.put(`/bookings/${id}/review/reply/`, {
      text: "Send me the numbers when it holds a thousand.",
    });
  });
  await attempt("a session to come", async () => {
    filled.session = await paid();
  });
  await attempt("what two people keep together", async () => {
    const at = `/workspaces/${asha}`;
    for (const text of ["Where the chat server falls over", "Which queue, and why"])
      await student.post(`${at}/agenda/`, { text, ...key() });
    await student.post(`${at}/actions/`, {
      text: "Measure it with 500 people",
      assignee: "student",
      due: dateIn(5),
      ...key(),
    });
    await student.put(`${at}/notes/`, { text: "Back-pressure first, then threads.", version: 0 });
    await student.post("/own-notes/", { text: "Ask Lena about the plots", ...key() });
    await student.put(`/favourites/${lena}/`);
  });
  await attempt("a request to the support", async () => {
    const text = "My bank shows the payment of Monday two times. See the picture of the statement.";
    const made = await student.post<{ id: number }>("/support/tickets/", {
      subject: "Paid twice",
      category: "payment",
      text,
      ...key(),
    });
    filled.ticket = String(made.id);
    const file = await student.upload<{ id: number }>(
      "/chat/attachments/?name=statement.png",
      await picture(page),
      "image/png",
    );
    const replies = `/support/tickets/${made.id}/replies/`;
    await student.post(replies, { text: "Here it is.", attachment: file.id, ...key() });
    await staff.post(replies, { text: "Thank you. One of the two goes back today.", ...key() });
    await student.post(replies, { text: "That was quick!", ...key() });
  });
  await attempt("work for the staff", async () => {
    const words = "Do you also have mentors for chemistry?";
    await nobody.post("/contact/", {
      name: "Ines Weber",
      email: "ines@example.org",
      topic: "question",
      text: words,
      ...key(),
    });
    const posts = await student.get<{ items: { id: number }[] }>("/community/posts/");
    await student.post(`/community/posts/${posts.items.at(-1)?.id}/report/`, {
      reason: "wrong",
      note: "The second link leads to another page.",
    });
  });
  await attempt("a program that is told", async () => {
    const made = await staff.post<{ webhook: { id: number } }>("/staff/webhooks/", {
      url: "https://crm.example/in",
      kinds: ["booking.*", "payment.paid"],
      note: "The accounting's own",
    });
    filled.webhook = String(made.webhook.id);
    await staff.post(`/staff/webhooks/${filled.webhook}/test/`);
  });
  await attempt("what the mentor hosts and wrote", async () => {
    const events = await mentor.get<List>("/events/?filter=hosting");
    filled.event = idOf(events);
    const posts = await mentor.get<List>("/community/posts/?feed=mine");
    filled.post = idOf(posts);
  });
  await attempt("a conversation", async () => {
    filled.conversation = idOf(await student.get<List>("/chat/conversations/?box=inbox"));
  });
  await attempt("a mentor who waits for approval", () => newMentor(server));
  await attempt("links in mails", async () => {
    const email = "new.student@example.org";
    await register(url, email, "student");
    filled.verify = await pathInMail(url, email, "/verify-email");
    await nobody.post("/auth/forgot-password/", { email: demo.student });
    filled.reset = await pathInMail(url, demo.student, "/reset-password");
    await nobody.post("/newsletter/", { email });
    filled.newsletterConfirm = await pathInMail(url, email, "/newsletter/confirm");
  });
  await attempt("the link that ends mails", async () => {
    filled.unsubscribe = await pathInMail(url, demo.student, "/unsubscribe");
  });
  // What runs out comes last.
  await attempt("a time that is offered to who waited", async () => {
    const away = await Api.signIn(url, kiranMail);
    const days = { from: dateIn(0), to: dateIn(200) };
    const vacation = await away.post<{ id: number }>("/mentors/me/vacations/", {
      ...days,
      note: "In the hills",
    });
    const { services } = await student.get<{ services: { id: number }[] }>(`/mentors/${kiran}/`);
    const wait = await student.post<{ id: number }>("/waitlist/", {
      mentor: kiran,
      service: services[0]?.id,
      from: dateIn(1),
      to: dateIn(30),
      zone: "Asia/Kolkata",
    });
    filled.wait = String(wait.id);
    await away.remove(`/mentors/me/vacations/${vacation.id}/`);
  });
  await attempt("a time that is held while paying", async () => {
    const { services } = await student.get<{ services: { id: number }[] }>(`/mentors/${lena}/`);
    const service = services[0]?.id;
    // Days after the session that was booked above: nobody can be in two at once.
    const span = `from=${dateIn(8)}&to=${dateIn(21)}&zone=Asia/Kolkata`;
    const free = await student.get<{ days: { times: string[] }[] }>(
      `/mentors/${lena}/free-times/?service=${service}&${span}`,
    );
    const wish = { mentor_id: lena, service_id: service, start: free.days[0]?.times[0] };
    const held = await student.post<{ id: number }>("/bookings/", {
      ...wish,
      topic: "How to start",
      note: "",
    });
    filled.hold = String(held.id);
  });
  return { filled, problems };
}

type List = { items: { id: number }[] };
const idOf = (list: List) => (list.items[0] ? String(list.items[0].id) : undefined);

const register = (url: string, email: string, role: string, name = "Nina Berger") =>
  Api.visitor(url).post("/auth/register/", { name, email, password, role, accepted_terms: true });

async function newMentor({ url }: Server) {
  const email = "new.mentor@example.org";
  await register(url, email, "mentor", "Tomas Novak");
  const link = await pathInMail(url, email, "/verify-email");
  const tomas = await Api.verify(url, new URLSearchParams(link.split("?")[1]).get("token") ?? "");
  await tomas.patch("/mentors/me/", {
    headline: "Chemist who explains with everyday things",
    about: "Ten years of laboratory and school. Bring the exercise that you do not like.",
    skills: ["Chemistry", "Exam preparation"],
    languages: ["English", "Czech"],
    years: 10,
  });
  await tomas.post("/mentors/me/services/", {
    title: "One exercise",
    description: "Until it is yours.",
    minutes: 60,
    price: 80_000,
  });
  const hours = await tomas.get<Record<string, unknown>>("/mentors/me/availability/");
  await tomas.put("/mentors/me/availability/", {
    ...hours,
    time_zone: "Europe/Prague",
    rules: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, start: "16:00", end: "20:00" })),
  });
  await tomas.post("/mentors/me/submit/");
}

/** The newest address of our own below `path` that was mailed to somebody; mails go out a moment later. */
async function pathInMail(url: string, to: string, path: string): Promise<string> {
  const pattern = new RegExp(`https?://[^\\s/"<]+(${path}\\?token=[\\w.~%-]+)`);
  for (let turn = 0; turn < 40; turn += 1) {
    const box = await fetch(`${url}/sandbox/mail.json?to=${encodeURIComponent(to)}`);
    const found = pattern.exec(await box.text())?.[1];
    if (found) return found;
    await new Promise((done) => setTimeout(done, 500));
  }
  throw new Error(`no mail to ${to} leads to ${path}`);
}
