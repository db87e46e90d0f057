import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

const item =
  "flex min-h-10 items-center gap-3 rounded-md px-3 py-2 text-sm outline-none select-none data-[highlighted]:bg-hover data-[disabled]:opacity-50 [&_svg]:shrink-0 [&_svg]:text-ink-3";

/** How icons of items look. */
export const menuIcon = { size: 18, strokeWidth: 1.75, "aria-hidden": true } as const;

/** A button that opens a list of actions. Items: <MenuItem>, <MenuLink>, <MenuChoice>, <MenuLine>, <MenuHead>. */
export function Menu({
  trigger,
  children,
  align = "end",
}: {
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "end";
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-56 max-w-80 animate-rise overflow-y-auto rounded-lg border border-line bg-raised p-1.5 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function MenuItem({
  danger,
  className,
  ...rest
}: ComponentProps<typeof Radix.Item> & { danger?: boolean }) {
  return (
    <Radix.Item
      className={cn(item, "cursor-pointer", danger && "text-danger-ink [&_svg]:text-current", className)}
      {...rest}
    />
  );
}

/** Wraps a router link or an anchor. */
export const MenuLink = ({ children }: { children: ReactNode }) => (
  <Radix.Item asChild className={item}>
    {children}
  </Radix.Item>
);

type ChoiceProps<V extends string> = {
  value: V;
  onChange: (value: V) => void;
  options: { value: V; label: ReactNode; icon?: ReactNode }[];
};

export function MenuChoice<V extends string>({ value, onChange, options }: ChoiceProps<V>) {
  return (
    <Radix.RadioGroup value={value} onValueChange={(next) => onChange(next as V)}>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={cn(item, "cursor-pointer")}>
          {option.icon}
          <span className="grow">{option.label}</span>
          <Radix.ItemIndicator>
            <Check size={18} strokeWidth={1.75} aria-hidden />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export const MenuLine = () => <Radix.Separator className="my-1.5 h-px bg-line" />;
export const MenuHead = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="px-3 pt-2 pb-1 text-xs font-medium text-ink-3">{children}</Radix.Label>
);
