import {
  Copy,
  Flag,
  History,
  MessagesSquare,
  MoreHorizontal,
  Pencil,
  Reply,
  SmilePlus,
  Trash2,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/contract.gen";
import { reasonText } from "@/lib/error-text";
import { Dialog } from "@/ui/dialog";
import { Menu, MenuItem, menuIcon } from "@/ui/menu";
import { toast } from "@/ui/toast";
import { isChangeable } from "../model/conversation";
import { quick } from "../model/emoji";
import { EmojiPicker } from "./emoji-picker";
import { isOwn, useTalk } from "./talk";

type Action = { key: string; label: string; icon: ReactNode; run: () => void; danger?: boolean };

/** What can be done with a message, in the order of use. */
function useActions(message: Message): Action[] {
  const { t } = useTranslation("chat");
  const talk = useTalk();
  const own = isOwn(message, talk.other);
  const actions: (Action | false)[] = [
    talk.canSend && {
      key: "reply",
      label: t("action.reply"),
      icon: <Reply {...menuIcon} />,
      run: () => talk.reply(message),
    },
    talk.thread === null &&
      message.thread === null && {
        key: "thread",
        label: t("action.thread"),
        icon: <MessagesSquare {...menuIcon} />,
        run: () => talk.openThread(message),
      },
    message.text !== "" && {
      key: "copy",
      label: t("action.copy"),
      icon: <Copy {...menuIcon} />,
      run: () => copy(message.text, t("action.copied")),
    },
    message.edited_at !== null && {
      key: "edits",
      label: t("action.edits"),
      icon: <History {...menuIcon} />,
      run: () => talk.ask({ kind: "edits", message }),
    },
    own &&
      message.text !== "" &&
      isChangeable(message, new Date()) && {
        key: "edit",
        label: t("action.edit"),
        icon: <Pencil {...menuIcon} />,
        run: () => talk.edit(message),
      },
    own &&
      isChangeable(message, new Date()) && {
        key: "delete",
        label: t("action.delete"),
        icon: <Trash2 {...menuIcon} />,
        run: () => talk.ask({ kind: "delete", message }),
        danger: true,
      },
    !own && {
      key: "report",
      label: t("action.report"),
      icon: <Flag {...menuIcon} />,
      run: () => talk.ask({ kind: "report", message }),
      danger: true,
    },
  ];
  return actions.filter((action) => action !== false);
}

function copy(text: string, done: string) {
  const copied = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
  copied.then(
    () => toast(done),
    () => toast.error(reasonText("app.any")),
  );
}

const button =
  "grid size-8 place-items-center rounded-md text-ink-2 transition-colors hover:bg-hover hover:text-ink";

/** Over a message while the mouse or the focus is on it. */
export function MessageToolbar({ message }: { message: Message }) {
  const { t } = useTranslation("chat");
  const talk = useTalk();
  const actions = useActions(message);
  const first = actions.filter(({ key }) => key === "reply" || key === "thread");
  const rest = actions.filter((action) => !first.includes(action));
  return (
    <div className="flex rounded-md border border-line bg-raised p-0.5 shadow-float">
      {talk.canSend && (
        <EmojiPicker
          onPick={(sign) => talk.react(message, sign, true)}
          trigger={
            <button type="button" aria-label={t("action.react")} title={t("action.react")} className={button}>
              <SmilePlus {...menuIcon} />
            </button>
          }
        />
      )}
      {first.map((action) => (
        <button
          key={action.key}
          type="button"
          aria-label={action.label}
          title={action.label}
          onClick={action.run}
          className={button}
        >
          {action.icon}
        </button>
      ))}
      {rest.length > 0 && (
        <Menu
          trigger={
            <button type="button" aria-label={t("action.more")} title={t("action.more")} className={button}>
              <MoreHorizontal {...menuIcon} />
            </button>
          }
        >
          {rest.map((action) => (
            <MenuItem key={action.key} danger={action.danger} onSelect={action.run}>
              {action.icon}
              {action.label}
            </MenuItem>
          ))}
        </Menu>
      )}
    </div>
  );
}

/** The same from below, for fingers. */
export function MessageSheet({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation("chat");
  const talk = useTalk();
  const actions = useActions(message);
  const then = (run: () => void) => () => {
    onClose();
    run();
  };
  return (
    <Dialog open onOpenChange={onClose} title={t("action.title")}>
      <div className="pb-4">
        {talk.canSend && (
          <div className="flex justify-between gap-1 py-2">
            {quick.map((sign) => (
              <button
                key={sign}
                type="button"
                onClick={then(() => talk.react(message, sign, true))}
                className="grid size-12 place-items-center rounded-full bg-sunken text-2xl"
              >
                {sign}
              </button>
            ))}
          </div>
        )}
        <ul className="mt-2">
          {actions.map((action) => (
            <li key={action.key}>
              <button
                type="button"
                onClick={then(action.run)}
                className={`flex h-12 w-full items-center gap-3 rounded-md px-2 text-left hover:bg-hover ${action.danger ? "text-danger-ink" : ""}`}
              >
                {action.icon}
                {action.label}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
