import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { call } from "@/api/call";
import type { ProfileRole } from "@/api/contract.gen";
import { session } from "@/api/session";
import { errorText } from "@/lib/error-text";
import { setPreference } from "@/lib/preferences";
import { useUser } from "@/lib/use-session";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { toast } from "@/ui/toast";

const sides = ["student", "mentor"] as const satisfies ProfileRole[];
const home = { student: "/student", mentor: "/mentor" };

/** One account may learn and teach: what it does already, and the way to the other side. */
export function Sides() {
  const { t } = useTranslation("account");
  const user = useUser();
  const [asking, setAsking] = useState<ProfileRole | null>(null);
  if (!user) return null;

  const add = async (role: ProfileRole) => {
    session.setUser(await call("auth.addRole", { body: { role } }));
    setPreference("role", role);
    toast(t(`sides.${role}.added`));
  };
  return (
    <>
      <ul className="divide-y divide-line">
        {sides.map((side) => {
          const id = side === "student" ? user.student_id : user.mentor_id;
          return (
            <li
              key={side}
              className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4 first:pt-0"
            >
              <div className="min-w-0 text-sm">
                <p className="font-medium">
                  {t(`sides.${side}.title`)}
                  {id && <span className="tabular ml-2 font-normal text-ink-3">{id}</span>}
                </p>
                <p className="text-ink-3">{t(`sides.${side}.${id ? "have" : "what"}`)}</p>
              </div>
              {id ? (
                <Button asChild variant="ghost" size="sm">
                  <Link to={home[side]} onClick={() => setPreference("role", side)}>
                    {t(`sides.${side}.open`)}
                  </Link>
                </Button>
              ) : (
                <Button variant="secondary" size="sm" onClick={() => setAsking(side)}>
                  {t(`sides.${side}.add`)}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={asking && t(`sides.${asking}.ask`)}
        confirm={asking ? t(`sides.${asking}.add`) : ""}
        onConfirm={() => asking && add(asking)}
        errorText={errorText}
      >
        {asking && <p>{t(`sides.${asking}.body`)}</p>}
        <p>{t("sides.devices")}</p>
      </ConfirmDialog>
    </>
  );
}
