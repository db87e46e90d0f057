import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { call } from "@/api/call";
import { type AgendaItem, limits, type Workspace } from "@/api/contract.gen";
import { useAppForm } from "@/lib/use-app-form";
import { z } from "@/lib/zod";
import { Card } from "@/ui/bits";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { MenuItem, menuIcon } from "@/ui/menu";
import { FormSummary } from "@/ui/states";
import { useClientKey } from "../use-client-key";
import { newest, useRemoval, useTicked, useWorkspaceChange } from "../use-workspace-change";
import { EditDialog } from "./edit-dialog";
import { ItemRow } from "./item-row";

/** What the two want to talk about, in their order. */
export function Agenda({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation("workspace");
  const { agenda } = workspace;
  return (
    <Card className="flex flex-col gap-4">
      <h2 className="text-lg">{t("agenda.title")}</h2>
      {agenda.length === 0 ? (
        <p className="text-ink-2">{t("agenda.empty")}</p>
      ) : (
        <ol aria-label={t("agenda.title")} className="divide-y divide-line border-y border-line">
          {agenda.map((item, place) => (
            <li key={item.id}>
              <Row workspace={workspace} item={item} place={place} />
            </li>
          ))}
        </ol>
      )}
      <Add person={workspace.with.id} />
    </Card>
  );
}

function Row({ workspace, item, place }: { workspace: Workspace; item: AgendaItem; place: number }) {
  const { t } = useTranslation("workspace");
  const person = workspace.with.id;
  const change = useWorkspaceChange(person);
  const params = { person, item: item.id };
  const remove = useRemoval(person);
  const addAgain = async (client_key: string) => {
    const { text, done } = item;
    const back = await call("workspace.addAgendaItem", { params: { person }, body: { text, client_key } });
    const added = newest(back.agenda);
    if (!done || !added) return back;
    return call("workspace.changeAgendaItem", { params: { person, item: added.id }, body: { text, done } });
  };
  const put = (body: { text: string; done: boolean }) => call("workspace.changeAgendaItem", { params, body });
  const [done, tick] = useTicked(person, item.done, (to) => put({ text: item.text, done: to }));
  const move = (to: number) =>
    change(() => call("workspace.placeAgendaItem", { params, body: { place: to } }));
  return (
    <ItemRow
      text={item.text}
      done={done}
      onTick={tick}
      help={t(item.added_by === workspace.side ? "agenda.byYou" : "agenda.byOther", {
        name: workspace.with.name,
      })}
      more={
        <>
          <MenuItem disabled={place === 0} onSelect={() => move(place - 1)}>
            <ArrowUp {...menuIcon} />
            {t("agenda.up")}
          </MenuItem>
          <MenuItem disabled={place === workspace.agenda.length - 1} onSelect={() => move(place + 1)}>
            <ArrowDown {...menuIcon} />
            {t("agenda.down")}
          </MenuItem>
        </>
      }
      onRemove={() => remove(() => call("workspace.removeAgendaItem", { params }), addAgain)}
      dialog={(close) => (
        <EditDialog
          person={person}
          title={t("agenda.edit")}
          text={item.text}
          onClose={close}
          save={({ text }) => put({ text, done: item.done })}
        />
      )}
    />
  );
}

const schema = z.object({
  text: z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.AddAgendaItem.text.max)),
});

function Add({ person }: { person: string }) {
  const { t } = useTranslation("workspace");
  const change = useWorkspaceChange(person);
  const key = useClientKey();
  const form = useAppForm(schema, { text: "" });
  const add = form.submit(async ({ text }) => {
    const body = { text, client_key: key.current() };
    await change.orFail(() => call("workspace.addAgendaItem", { params: { person }, body }));
    key.renew();
    form.reset();
    form.setFocus("text");
  });
  return (
    <form onSubmit={add} noValidate className="flex flex-col gap-3">
      <FormSummary problem={form.problem} />
      <div className="flex items-end gap-2">
        <Field label={t("agenda.add")} error={form.errorOf("text")} className="min-w-0 grow">
          <Input maxLength={limits.AddAgendaItem.text.max} {...form.register("text")} />
        </Field>
        <Button type="submit" variant="secondary" busy={form.busy}>
          {t("add")}
        </Button>
      </div>
    </form>
  );
}
