import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { call } from "@/api/call";
import { type Identity, limits, type ProviderName } from "@/api/contract.gen";
import { reasonText } from "@/lib/error-text";
import { formatDay } from "@/lib/format";
import { useViewerZone } from "@/lib/preferences";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { PasswordInput } from "@/ui/password-input";
import { ProviderIcon } from "@/ui/provider-icon";
import { FormSummary, Notice } from "@/ui/states";
import { toast } from "@/ui/toast";
import { FormButtons } from "./form-buttons";
import { Section } from "./section";

const identitiesQuery = queryOptions({
  queryKey: ["account", "identities"],
  queryFn: ({ signal }) => call("auth.identities", {}, signal),
});

type Asked = { link: ProviderName } | { unlink: Identity };

/** Other providers that may sign in to this account. Nothing where the site has none and none is linked. */
export default function LinkedSignIns() {
  const { t } = useTranslation("account");
  const [search] = useSearchParams();
  const cache = useQueryClient();
  const known = useQuery(identitiesQuery).data;
  const [asked, setAsked] = useState<Asked | null>(null);
  const problem = search.get("problem");
  const back = problem !== null || search.has("linked");

  if (!known || known.items.length + known.more.length === 0) return null;
  const ask = async (password: string) => {
    if (!asked) return;
    if ("link" in asked) {
      const { url } = await call("auth.beginLink", { body: { provider: asked.link.id, password } });
      window.location.assign(url);
      return;
    }
    await call("auth.unlink", { params: { identity: asked.unlink.id }, body: { password } });
    await cache.invalidateQueries(identitiesQuery);
    setAsked(null);
    toast(t("linked.unlinked", { name: asked.unlink.provider }));
  };
  return (
    <Section id="linked-sign-ins" title={t("linked.title")} lead={t("linked.lead")}>
      <div className="flex flex-col gap-5">
        {back && (
          <Seen>
            <Notice tone={problem ? "warning" : "success"}>
              {problem ? reasonText(`auth.${problem}`) : t("linked.done")}
            </Notice>
          </Seen>
        )}
        {!known.has_password && (
          <p className="text-ink-2">
            {t("linked.noPassword")}{" "}
            <Link className="link" to="/forgot-password">
              {t("linked.setPassword")}
            </Link>
          </p>
        )}
        {asked ? (
          <WithPassword
            lead={
              "link" in asked
                ? t("linked.linkLead", { name: asked.link.name })
                : t("linked.unlinkLead", { name: asked.unlink.provider })
            }
            submit={"link" in asked ? t("linked.go") : t("linked.unlink")}
            danger={"unlink" in asked}
            onPassword={ask}
            onCancel={() => setAsked(null)}
          />
        ) : (
          <>
            {known.items.length > 0 && (
              <ul className="divide-y divide-line">
                {known.items.map((one) => (
                  <Linked
                    key={one.id}
                    one={one}
                    fixed={!known.has_password}
                    onUnlink={() => setAsked({ unlink: one })}
                  />
                ))}
              </ul>
            )}
            {known.has_password && known.more.length > 0 && (
              <div className="flex flex-wrap gap-2">
                {known.more.map((provider) => (
                  <Button key={provider.id} variant="secondary" onClick={() => setAsked({ link: provider })}>
                    <ProviderIcon name={provider.name} />
                    {t("linked.link", { name: provider.name })}
                  </Button>
                ))}
              </div>
            )}
          </>
        )}
      </div>
    </Section>
  );
}

/** Brings what one came back for into sight: this section is far down. */
function Seen({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.scrollIntoView?.({ block: "center" }), []);
  return <div ref={place}>{children}</div>;
}

function Linked({ one, fixed, onUnlink }: { one: Identity; fixed: boolean; onUnlink: () => void }) {
  const { t } = useTranslation("account");
  const [zone] = useViewerZone();
  return (
    <li className="flex items-center gap-4 py-4 first:pt-0">
      <ProviderIcon name={one.provider} />
      <div className="min-w-0 grow text-sm">
        <p className="font-medium">{one.provider}</p>
        <p className="truncate text-ink-2">{one.email}</p>
        <p className="text-ink-3">{t("linked.since", { when: formatDay(one.linked_at, zone) })}</p>
      </div>
      {!fixed && (
        <Button
          variant="danger-ghost"
          size="sm"
          aria-label={t("linked.unlinkLabel", { name: one.provider })}
          onClick={onUnlink}
        >
          {t("linked.unlink")}
        </Button>
      )}
    </li>
  );
}

const schema = z.object({
  password: z.string().check(z.minLength(1), z.maxLength(limits.BeginLink.password.max)),
});

type ProofProps = {
  lead: string;
  submit: string;
  danger: boolean;
  onPassword: (password: string) => Promise<unknown>;
  onCancel: () => void;
};

function WithPassword({ lead, submit, danger, onPassword, onCancel }: ProofProps) {
  const { t } = useTranslation("account");
  const form = useAppForm(schema, { password: "" });
  return (
    <form
      onSubmit={form.submit(({ password }) => onPassword(password))}
      noValidate
      className="flex flex-col gap-5"
    >
      <p className="text-ink-2">{lead}</p>
      <FormSummary problem={form.problem} />
      <Field label={t("factor.password")} error={form.errorOf("password")}>
        <PasswordInput autoComplete="current-password" {...form.register("password")} />
      </Field>
      <FormButtons submit={submit} busy={form.busy} danger={danger} onCancel={onCancel} />
    </form>
  );
}
