import {
  captureException,
  dedupeIntegration,
  httpContextIntegration,
  init,
  linkedErrorsIntegration,
} from "@sentry/react";
import { ApiError } from "@/api/api-error";
import type { ErrorReports } from "@/api/contract.gen";
import { withoutPeople } from "./without-people";

export function startSentry({ dsn, environment, release }: ErrorReports) {
  init({
    dsn,
    environment,
    release,
    // What fails comes from reportFailures; nothing of the page is wrapped, watched or recorded.
    defaultIntegrations: false,
    integrations: [httpContextIntegration(), linkedErrorsIntegration(), dedupeIntegration()],
    dataCollection: {
      userInfo: false,
      cookies: false,
      httpHeaders: false,
      httpBodies: [],
      urlQueryParams: false,
    },
    enhanceFetchErrorMessages: false,
    sendClientReports: false,
    beforeSend: withoutPeople,
  });
  return (error: unknown) => {
    captureException(error, error instanceof ApiError ? { tags: tagsOf(error) } : undefined);
  };
}

/** By its id the server's own report of it is found. */
const tagsOf = ({ status, reason, requestId }: ApiError) => ({
  status,
  reason,
  ...(requestId && { request_id: requestId }),
});
