import { demo } from "../people";

/** The API as one person uses it; rejects with the reason of the server. */
export class Api {
  private constructor(
    private readonly url: string,
    private readonly token: string | null,
    /** S000001, for who is a student. */
    readonly student: string | null = null,
  ) {}

  static visitor = (url: string) => new Api(url, null);

  static async signIn(url: string, identifier: string, password = demo.password) {
    const answer = await Api.visitor(url).post<Signed>("/auth/login/", { identifier, password });
    return new Api(url, answer.token, answer.user.student_id);
  }

  static async verify(url: string, token: string) {
    const answer = await Api.visitor(url).post<Signed>("/auth/verify-email/", { token });
    return new Api(url, answer.token, answer.user.student_id);
  }

  get = <T>(path: string) => this.ask<T>("GET", path);
  post = <T>(path: string, body: unknown = {}) => this.ask<T>("POST", path, JSON.stringify(body));
  put = <T>(path: string, body: unknown = {}) => this.ask<T>("PUT", path, JSON.stringify(body));
  patch = <T>(path: string, body: unknown) => this.ask<T>("PATCH", path, JSON.stringify(body));
  remove = (path: string) => this.ask<unknown>("DELETE", path);
  upload = <T>(path: string, file: Buffer, type: string) =>
    this.ask<T>("POST", path, new Uint8Array(file), type);

  private async ask<T>(
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    type = "application/json",
  ) {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      body,
      headers: {
        ...(body !== undefined && { "Content-Type": type }),
        ...(this.token && { Authorization: `Token ${this.token}` }),
      },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return (text ? JSON.parse(text) : null) as T;
  }
}

type Signed = { token: string; user: { student_id: string | null } };
