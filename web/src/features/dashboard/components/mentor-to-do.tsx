import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { formatTime } from "@/lib/format";
import { usePreference, useViewerZone } from "@/lib/preferences";
import { ErrorState } from "@/ui/states";
import { mentorToDoQuery } from "../queries";
import { ActionLine, ToDoLine, ToDoList } from "./to-do";

/** What waits for a mentor; nothing when nothing does. */
export function MentorToDo() {
  const { t } = useTranslation("dashboard");
  const [zone] = useViewerZone();
  const [hours] = usePreference("hours");
  const { data, error, refetch, isFetching } = useQuery(mentorToDoQuery);
  if (!data) return error && <ErrorState error={error} onRetry={() => refetch()} busy={isFetching} />;
  const { keys_to_enter: keys, reviews_to_reply: reviews, actions } = data;
  if (keys.length + reviews.length + actions.length === 0) return null;
  return (
    <ToDoList>
      {keys.map(({ id, student, start }) => (
        <ToDoLine key={`key ${id}`} icon="key" to={`/sessions/${id}`} help={t("toDo.keyHelp")}>
          {t("toDo.key", { name: student.name, time: formatTime(start, zone, hours) })}
        </ToDoLine>
      ))}
      {reviews.map(({ id, author, stars }) => (
        <ToDoLine key={`review ${id}`} icon="review" to={`/sessions/${id}`}>
          {t("toDo.reply", { name: author, count: stars })}
        </ToDoLine>
      ))}
      {actions.map((action) => (
        <ActionLine key={`action ${action.id}`} action={action} />
      ))}
    </ToDoList>
  );
}
