import { GraduationCap, UserRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ProfileRole } from "@/api/contract.gen";
import { RadioCards } from "@/ui/choices";

type Props = { name: string; value: ProfileRole; onChange: (role: ProfileRole) => void };

/** What brings somebody here, for every way of making an account. */
export function RoleChoice(field: Props) {
  const { t } = useTranslation("auth");
  return (
    <RadioCards
      legend={t("signUp.role")}
      name={field.name}
      value={field.value}
      onChange={field.onChange}
      columns={2}
      options={[
        {
          value: "student",
          label: t("signUp.student"),
          help: t("signUp.studentHelp"),
          icon: <GraduationCap strokeWidth={1.75} aria-hidden />,
        },
        {
          value: "mentor",
          label: t("signUp.mentor"),
          help: t("signUp.mentorHelp"),
          icon: <UserRound strokeWidth={1.75} aria-hidden />,
        },
      ]}
    />
  );
}
