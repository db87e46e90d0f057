import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { type ActionItem, limits, type Workspace } from "@/api/contract.gen";
import { dateKey, formatDay } from "@/lib/format";
import { noonOf } from "@/lib/month";
import { useViewerZone } from "@/lib/preferences";
import { useAppForm } from "@/lib/use-app-form";
import { useNow } from "@/lib/use-now";
import { z } from "@/lib/zod";
import { Card } from "@/ui/bits";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Field, Input } from "@/ui/field";
import { FormSummary } from "@/ui/states";
import { inDueOrder } from "../model/actions";
import { useClientKey } from "../use-client-key";
import { newest, useRemoval, useTicked, useWorkspaceChange } from "../use-workspace-change";
import { type ActionFields, ActionMore } from "./action-fields";
import { EditDialog } from "./edit-dialog";
import { ItemRow } from "./item-row";

/** What one of the two does until the next session. */
export function Actions({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation("workspace");
  return (
    <Card className="flex flex-col gap-4">
      <h2 className="text-lg">{t("actions.title")}</h2>
      {workspace.actions.length === 0 ? (
        <p className="text-ink-2">{t("actions.empty")}</p>
      ) : (
        <ul aria-label={t("actions.title")} className="divide-y divide-line border-y border-line">
          {inDueOrder(workspace.actions).map((item) => (
            <li key={item.id}>
              <Row workspace={workspace} item={item} />
            </li>
          ))}
        </ul>
      )}
      <Add workspace={workspace} />
    </Card>
  );
}

const bodyOf = ({ text, assignee, due }: ActionFields) => ({ text, assignee, ...(due && { due }) });

function Row({ workspace, item }: { workspace: Workspace; item: ActionItem }) {
  const { t } = useTranslation("workspace");
  const person = workspace.with.id;
  const remove = useRemoval(person);
  const params = { person, item: item.id };
  const put = (fields: ActionFields, done: boolean) =>
    call("workspace.changeActionItem", { params, body: { ...bodyOf(fields), done } });
  const fields = { text: item.text, assignee: item.assignee, due: item.due ?? "" };
  const [done, tick] = useTicked(person, item.done, (to) => put(fields, to));
  const addAgain = async (client_key: string) => {
    const body = bodyOf(fields);
    const back = await call("workspace.addActionItem", { params: { person }, body: { ...body, client_key } });
    const added = newest(back.actions);
    if (!item.done || !added) return back;
    const ticked = { ...body, done: true };
    return call("workspace.changeActionItem", { params: { person, item: added.id }, body: ticked });
  };
  return (
    <ItemRow
      text={item.text}
      done={done}
      onTick={tick}
      help={<Due workspace={workspace} item={item} />}
      onRemove={() => remove(() => call("workspace.removeActionItem", { params }), addAgain)}
      dialog={(close) => (
        <EditDialog
          person={person}
          title={t("actions.edit")}
          text={item.text}
          action={{ side: workspace.side, name: workspace.with.name, ...fields }}
          onClose={close}
          save={(next) => put(next, item.done)}
        />
      )}
    />
  );
}

function Due({ workspace, item }: { workspace: Workspace; item: ActionItem }) {
  const { t } = useTranslation("workspace");
  const [zone] = useViewerZone();
  const now = useNow(60_000);
  const who = item.assignee === workspace.side ? t("you") : workspace.with.name;
  if (!item.due) return who;
  const late = !item.done && item.due < dateKey(now, zone);
  return (
    <>
      {who} ·{" "}
      <time dateTime={item.due} className={cn("tabular", late && "font-medium text-danger-ink")}>
        {t(late ? "actions.wasDue" : "actions.isDue", { day: formatDay(noonOf(item.due), "UTC", now) })}
      </time>
    </>
  );
}

const schema = z.object({
  text: z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.AddActionItem.text.max)),
  assignee: z.enum(["student", "mentor"]),
  due: z.string(),
});

function Add({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation("workspace");
  const person = workspace.with.id;
  const change = useWorkspaceChange(person);
  const key = useClientKey();
  const form = useAppForm(schema, { text: "", assignee: workspace.side, due: "" });
  const add = form.submit(async (fields) => {
    const body = { ...bodyOf(fields), client_key: key.current() };
    await change.orFail(() => call("workspace.addActionItem", { params: { person }, body }));
    key.renew();
    form.reset({ ...fields, text: "", due: "" });
    form.setFocus("text");
  });
  return (
    <form onSubmit={add} noValidate className="flex flex-col gap-3">
      <FormSummary problem={form.problem} />
      <Field label={t("actions.add")} error={form.errorOf("text")}>
        <Input maxLength={limits.AddActionItem.text.max} {...form.register("text")} />
      </Field>
      <ActionMore
        side={workspace.side}
        name={workspace.with.name}
        assignee={form.register("assignee")}
        due={form.register("due")}
        dueError={form.errorOf("due")}
      />
      <Button type="submit" variant="secondary" busy={form.busy} className="self-start">
        {t("add")}
      </Button>
    </form>
  );
}
