import { useInfiniteQuery } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Button } from "@/ui/button";
import { peopleQuery, workspacePath } from "../queries";

/** Leads to what two people keep together; nothing for those who never booked. */
export function WorkspaceLink({ person, name }: { person: string; name: string }) {
  const { t } = useTranslation("workspace");
  const list = useInfiniteQuery(peopleQuery(person.startsWith("M") ? "student" : "mentor", name));
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
