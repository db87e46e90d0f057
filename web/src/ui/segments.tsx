type Props<T extends string> = {
  label: string;
  name: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
};

/** One of a few, side by side. */
export function Segments<T extends string>({ label, name, value, options, onChange }: Props<T>) {
  return (
    <fieldset className="min-w-0 self-start">
      <legend className="mb-1.5 text-sm font-medium">{label}</legend>
      <div className="flex flex-wrap gap-1 rounded-md border border-line bg-surface p-1">
        {options.map((option) => (
          <label
            key={option.value}
            className="grid h-9 place-items-center rounded-sm px-3 text-sm whitespace-nowrap text-ink-2 hover:text-ink has-checked:bg-primary-soft has-checked:font-medium has-checked:text-primary-ink has-focus-visible:outline-2 has-focus-visible:outline-primary"
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
