import { X } from "lucide-react";
import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useRef, useState } from "react";
import { cn } from "./cn";
import { useFieldWiring } from "./field";

type Texts = {
  /** Accessible name of the button that takes one away. */
  remove: (name: string) => string;
  /** Said when it is in the list already. */
  double: (name: string) => string;
  full: string;
  /** Accessible name of the list of suggestions. */
  suggestions?: string;
};

type Props = {
  value: string[];
  onChange: (next: string[]) => void;
  onBlur?: () => void;
  /** Most tags. */
  max: number;
  /** Longest tag. */
  maxLength: number;
  /** What may be meant by what is typed; those already in the list are left out. */
  suggestions?: string[];
  onType?: (text: string) => void;
  texts: Texts;
  placeholder?: string;
  name?: string;
  ref?: Ref<{ focus: () => void }>;
};

const same = (a: string, b: string) => a.toLocaleLowerCase() === b.toLocaleLowerCase();
const tidy = (text: string) => text.trim().replace(/\s+/g, " ");

/** A list of short words inside a <Field>: Enter or a comma adds what is typed, Backspace takes the last one away. */
export function TagInput({
  value,
  onChange,
  onBlur,
  max,
  maxLength,
  suggestions = [],
  onType,
  texts,
  placeholder,
  name,
  ref,
}: Props) {
  const wiring = useFieldWiring();
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [note, setNote] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  useImperativeHandle(ref, () => ({ focus: () => input.current?.focus() }), []);

  const offered = suggestions.filter((one) => !value.some((tag) => same(tag, one))).slice(0, 8);
  const listed = open && tidy(text) !== "" && offered.length > 0;

  const type = (next: string) => {
    setText(next);
    onType?.(tidy(next));
    setActive(-1);
    setOpen(true);
  };

  /** What does not fit stays in the box, so that nothing typed is lost. */
  const add = (typed: string) => {
    const next = [...value];
    const left: string[] = [];
    let said = "";
    for (const part of typed.split(/[,\n]/)) {
      const tag = tidy(part).slice(0, maxLength).trim();
      if (!tag) continue;
      if (next.some((one) => same(one, tag))) said = texts.double(tag);
      else if (next.length >= max) {
        said = texts.full;
        left.push(tag);
      } else next.push(tag);
    }
    if (next.length > value.length) onChange(next);
    type(left.join(" "));
    setOpen(false);
    setNote(said);
  };

  const remove = (at: number) => {
    onChange(value.filter((_, index) => index !== at));
    setNote("");
  };

  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      add((listed && offered[active]) || text);
    } else if (event.key === "Backspace" && text === "" && value.length > 0) {
      remove(value.length - 1);
    } else if (event.key === "Escape" && listed) {
      event.preventDefault();
      setOpen(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && offered.length > 0 && text) {
      event.preventDefault();
      setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((now) =>
        now < 0 && step < 0 ? offered.length - 1 : (now + step + offered.length) % offered.length,
      );
    }
  };

  return (
    <div className="relative">
      <div
        className={cn(
          "flex min-h-11 w-full flex-wrap items-center gap-1.5 rounded-md border border-line-strong bg-surface p-1 transition-colors hover:border-ink-3",
          "has-[input:focus-visible]:border-primary has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-primary",
          wiring?.["aria-invalid"] && "border-danger",
        )}
      >
        {value.map((tag, at) => (
          <span
            key={tag}
            className="inline-flex h-9 max-w-full items-center rounded-full bg-primary-soft pl-3.5 text-sm text-primary-ink"
          >
            <span className="truncate">{tag}</span>
            <button
              type="button"
              aria-label={texts.remove(tag)}
              className="grid size-9 shrink-0 place-items-center rounded-full hover:bg-hover"
              onClick={() => {
                remove(at);
                input.current?.focus();
              }}
            >
              <X size={16} strokeWidth={1.75} aria-hidden />
            </button>
          </span>
        ))}
        <input
          {...wiring}
          ref={input}
          name={name}
          value={text}
          placeholder={value.length === 0 ? placeholder : undefined}
          autoComplete="off"
          enterKeyHint="enter"
          className="h-9 min-w-32 flex-1 bg-transparent px-2 text-base text-ink outline-none"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={listed}
          aria-controls={listed ? listId : undefined}
          aria-activedescendant={listed && active >= 0 ? `${listId}-${active}` : undefined}
          onChange={(event) => {
            const next = event.target.value;
            if (next.includes(",")) add(next);
            else {
              type(next.slice(0, maxLength));
              setNote("");
            }
          }}
          onKeyDown={press}
          onBlur={() => {
            if (tidy(text)) add(text);
            setOpen(false);
            onBlur?.();
          }}
        />
      </div>
      {listed && (
        <div
          id={listId}
          role="listbox"
          aria-label={texts.suggestions}
          className="absolute inset-x-0 top-full z-20 mt-1 overflow-hidden rounded-md border border-line bg-raised py-1 shadow-float"
        >
          {offered.map((one, at) => (
            <div
              key={one}
              id={`${listId}-${at}`}
              role="option"
              tabIndex={-1}
              aria-selected={at === active}
              className={cn(
                "flex h-11 cursor-pointer items-center px-3 hover:bg-hover",
                at === active && "bg-hover",
              )}
              // The box keeps the focus, so that what is half typed is not added when it is left.
              onMouseDown={(event) => {
                event.preventDefault();
                add(one);
              }}
            >
              <span className="truncate">{one}</span>
            </div>
          ))}
        </div>
      )}
      <p aria-live="polite" className={cn("text-sm text-ink-2", note && "mt-1.5")}>
        {note}
      </p>
    </div>
  );
}
