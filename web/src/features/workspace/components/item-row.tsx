import { EllipsisVertical, Pencil, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/ui/button";
import { Checkbox } from "@/ui/choices";
import { cn } from "@/ui/cn";
import { Menu, MenuItem, menuIcon } from "@/ui/menu";

type Props = {
  text: string;
  done: boolean;
  onTick: (done: boolean) => void;
  help: ReactNode;
  /** What else the menu offers, above the rest. */
  more?: ReactNode;
  onRemove: () => void;
  dialog: (close: () => void) => ReactNode;
};

/** One thing to tick off, change and remove. */
export function ItemRow({ text, done, onTick, help, more, onRemove, dialog }: Props) {
  const { t } = useTranslation("workspace");
  const [editing, setEditing] = useState(false);
  return (
    <div className="flex items-start gap-2 py-2">
      <Checkbox
        className="min-w-0 grow py-2.5"
        checked={done}
        onChange={(event) => onTick(event.target.checked)}
        label={<span className={cn("block break-words", done && "text-ink-3 line-through")}>{text}</span>}
        help={help}
      />
      <Menu
        trigger={
          <IconButton label={t("more", { text })} className="-mr-2">
            <EllipsisVertical size={20} strokeWidth={1.75} aria-hidden />
          </IconButton>
        }
      >
        {more}
        <MenuItem onSelect={() => setEditing(true)}>
          <Pencil {...menuIcon} />
          {t("edit")}
        </MenuItem>
        <MenuItem danger onSelect={onRemove}>
          <Trash2 {...menuIcon} />
          {t("remove")}
        </MenuItem>
      </Menu>
      {editing && dialog(() => setEditing(false))}
    </div>
  );
}
