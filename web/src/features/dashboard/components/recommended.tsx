import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { MentorCard, StudentDashboard } from "@/api/contract.gen";
import { formatList } from "@/lib/format";

type Props = {
  dashboard: StudentDashboard;
  card: (mentor: MentorCard) => ReactNode;
  /** For those who named nothing that anybody teaches. */
  soonest: ReactNode;
};

/** Mentors for what the student named, each with the reason; else who is free soonest. */
export function Recommended({ dashboard, card, soonest }: Props) {
  const { t } = useTranslation("dashboard");
  const { recommended, has_skills } = dashboard;
  const found = recommended.length > 0;
  return (
    <section aria-labelledby="recommended">
      <h2 id="recommended" className="text-xl">
        {t(found ? "student.recommended" : "student.soonest")}
      </h2>
      {!has_skills && (
        <p className="mt-1 text-sm text-ink-2">
          {t("student.nameSkills")}{" "}
          <Link to="/profile" className="link">
            {t("student.toProfile")}
          </Link>
        </p>
      )}
      <div className="mt-4">
        {found ? (
          <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {recommended.map(({ mentor, teaches }) => (
              <li key={mentor.mentor_id} className="flex flex-col gap-2">
                <p className="text-sm text-ink-2">{t("student.teaches", { list: formatList(teaches) })}</p>
                <div className="grow">{card(mentor)}</div>
              </li>
            ))}
          </ul>
        ) : (
          soonest
        )}
      </div>
    </section>
  );
}
