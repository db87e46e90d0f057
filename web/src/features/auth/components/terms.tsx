import type { ComponentProps } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Checkbox } from "@/ui/choices";

type Props = Omit<ComponentProps<typeof Checkbox>, "label">;

export function Terms(field: Props) {
  const { t } = useTranslation("auth");
  return (
    <Checkbox
      label={
        <Trans
          t={t}
          i18nKey="signUp.terms"
          components={{ terms: <Link className="link" to="/terms" target="_blank" /> }}
        />
      }
      {...field}
    />
  );
}
