import { CircleCheck, Clock3, Info } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { MentorProfile } from "@/api/contract.gen";
import { Notice } from "@/ui/states";

const parts = ["headline", "about", "skills", "services", "availability"] as const;
const icon = { strokeWidth: 1.75 };

/** Where the profile stands on its way into the list, and what it still lacks. */
export function ApprovalLine({ profile }: { profile: MentorProfile }) {
  const { t } = useTranslation("mentors");
  const names = profile.missing.map((name) => {
    const part = parts.find((one) => one === name);
    return part ? t(`editor.part.${part}`) : name;
  });
  const missing = names.length > 0 && (
    <p className="mt-1">{t("editor.missing", { list: names.join(", ") })}</p>
  );
  switch (profile.approval) {
    case "approved":
      return (
        <Notice tone={missing ? "warning" : "success"} icon={<CircleCheck {...icon} />}>
          <p>
            {t("editor.approved")}{" "}
            <Link to={`/mentors/${profile.mentor_id}`} className="link font-medium">
              {t("editor.see")}
            </Link>
          </p>
          {missing}
        </Notice>
      );
    case "pending":
      return (
        <Notice icon={<Clock3 {...icon} />}>
          <p>{t("editor.pending")}</p>
          {missing}
        </Notice>
      );
    default:
      return (
        <Notice tone={profile.approval === "rejected" ? "warning" : "primary"} icon={<Info {...icon} />}>
          <p className="font-medium">
            {t(profile.approval === "rejected" ? "editor.rejected" : "editor.draft")}
          </p>
          {profile.approval === "rejected" && profile.approval_note && (
            <p className="mt-1 break-words whitespace-pre-line">{profile.approval_note}</p>
          )}
          {missing || (
            <p className="mt-1">
              {t("editor.ready")}{" "}
              <Link to="/mentor" className="link font-medium">
                {t("editor.submit")}
              </Link>
            </p>
          )}
        </Notice>
      );
  }
}
