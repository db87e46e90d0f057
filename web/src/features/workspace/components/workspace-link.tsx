import { useInfiniteQuery } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useUser } from "@/lib/use-session";
import { Button } from "@/ui/button";
import { peopleQuery, workspacePath } from "../queries";

/** Leads to what two people keep together; nothing for those who never booked. */
export function WorkspaceLink({ person }: { person: string }) {
  const { t } = useTranslation("workspace");
  const user = useUser();
  const as = person.startsWith("M") ? "student" : "mentor";
  const list = useInfiniteQuery({ ...peopleQuery(as, person), enabled: !!user?.[`${as}_id`] });
  const together = list.data?.pages.some((page) => page.items.some((one) => one.person.id === person));
  if (!together) return null;
  return (
    <Button asChild variant="secondary" size="sm" className="self-start">
      <Link to={workspacePath(person)}>
        <ListChecks size={18} strokeWidth={1.75} aria-hidden />
        {t("open")}
      </Link>
    </Button>
  );
}
