import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, Clock3 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "@/api/call";
import type { MentorProfile } from "@/api/contract.gen";
import { errorText } from "@/lib/error-text";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/states";
import { toast } from "@/ui/toast";
import { ownMentorQuery } from "../queries";
import { Steps } from "./steps";

/** How far the profile is on its way into the list, and what is still to do for it. */
export function ApprovalState({ profile }: { profile: MentorProfile }) {
  const { t } = useTranslation("dashboard");
  const icon = { strokeWidth: 1.75 };
  if (profile.approval === "pending")
    return <Notice icon={<Clock3 {...icon} />}>{t("approval.pending")}</Notice>;
  if (profile.approval === "approved") {
    return profile.missing.length === 0 ? (
      <Notice tone="success" icon={<CircleCheck {...icon} />}>
        {t("approval.approved")}{" "}
        <Link to={`/mentors/${profile.mentor_id}`} className="link font-medium">
          {t("approval.see")}
        </Link>
      </Notice>
    ) : (
      <ToDo profile={profile} title={t("approval.unbookable")} />
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {profile.approval === "rejected" && (
        <Notice tone="warning">
          <p className="font-medium">{t("approval.rejected")}</p>
          <p className="mt-1 whitespace-pre-line">{profile.approval_note}</p>
        </Notice>
      )}
      <ToDo profile={profile} title={t("mentor.start")} />
      <Submit profile={profile} />
    </div>
  );
}

function ToDo({ profile, title }: { profile: MentorProfile; title: string }) {
  const { t } = useTranslation("dashboard");
  const lacks = (...names: string[]) => profile.missing.some((name) => names.includes(name));
  return (
    <section aria-labelledby="start" className="flex flex-col gap-4">
      <h2 id="start" className="text-xl">
        {title}
      </h2>
      <Steps
        steps={[
          {
            title: t("mentor.step.profile.title"),
            body: t("mentor.step.profile.body"),
            to: "/mentor/profile",
            done: !lacks("headline", "about", "skills"),
          },
          {
            title: t("mentor.step.services.title"),
            body: t("mentor.step.services.body"),
            to: "/mentor/services",
            done: !lacks("services"),
          },
          {
            title: t("mentor.step.availability.title"),
            body: t("mentor.step.availability.body"),
            to: "/mentor/availability",
            done: !lacks("availability"),
          },
        ]}
      />
    </section>
  );
}

function Submit({ profile }: { profile: MentorProfile }) {
  const { t } = useTranslation("dashboard");
  const cache = useQueryClient();
  const submit = useMutation({
    mutationFn: () => call("mentors.submit"),
    onSuccess: (data) => {
      cache.setQueryData(ownMentorQuery.queryKey, data);
      toast(t("approval.submitted"));
    },
    onError: (error) => {
      toast.error(errorText(error));
      void cache.invalidateQueries({ queryKey: ownMentorQuery.queryKey });
    },
  });
  const left = profile.missing.length;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button busy={submit.isPending} disabled={left > 0} onClick={() => submit.mutate()}>
        {t("approval.submit")}
      </Button>
      <p className="text-sm text-ink-2">
        {left > 0
          ? t("approval.missing", { list: profile.missing.map((name) => missingText(t, name)).join(", ") })
          : t("approval.ready")}
      </p>
    </div>
  );
}

const known = ["headline", "about", "skills", "services", "availability"] as const;
type Texts = ReturnType<typeof useTranslation<"dashboard">>["t"];
function missingText(t: Texts, name: string) {
  const part = known.find((one) => one === name);
  return part ? t(`approval.part.${part}`) : name;
}
