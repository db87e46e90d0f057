import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { StudentDashboard } from "@/api/contract.gen";
import { chatSummaryQuery } from "../queries";
import { ActionLine, ToDoLine, ToDoList } from "./to-do";

/** What waits for a student beside payments: messages, feedback, what was agreed on. */
export function StudentToDo({ dashboard }: { dashboard: StudentDashboard }) {
  const { t } = useTranslation("dashboard");
  const { data: chat } = useQuery(chatSummaryQuery);
  const unread = chat?.unread ?? 0;
  const { feedback_due: due, actions } = dashboard;
  if (unread + due.length + actions.length === 0) return null;
  return (
    <ToDoList>
      {unread > 0 && (
        <ToDoLine icon="chat" to="/chat">
          {t("toDo.chats", { count: unread })}
        </ToDoLine>
      )}
      {due.map(({ id, mentor, service_title }) => (
        <ToDoLine key={`review ${id}`} icon="review" to={`/sessions/${id}`} help={service_title}>
          {t("toDo.feedback", { name: mentor.name })}
        </ToDoLine>
      ))}
      {actions.map((action) => (
        <ActionLine key={`action ${action.id}`} action={action} />
      ))}
    </ToDoList>
  );
}
