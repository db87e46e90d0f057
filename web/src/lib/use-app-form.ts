import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type UseFormReturn,
  useForm,
} from "react-hook-form";
import { ApiError } from "@/api/api-error";
import { errorText, fieldText } from "./error-text";
import type { z } from "./zod";

export type FormProblem = { text: string; requestId: string | null; reason: string };

/** What failed where there are no fields: the text for <FormSummary>, and what support asks for. */
export function problemOf(error: unknown): FormProblem {
  const { reason, requestId } =
    error instanceof ApiError ? error : { reason: "app.crashed", requestId: null };
  return { text: errorText(error), requestId, reason };
}

/** Puts the server's field errors on the fields the form has; what fits nowhere comes back for the summary. */
export function spreadFieldErrors<T extends FieldValues>(
  form: UseFormReturn<T, unknown, T>,
  error: ApiError,
): FormProblem | null {
  const values = form.getValues() as Record<string, unknown>;
  const homeless: string[] = [];
  let focused = false;
  for (const { field, reason, limit } of error.fields) {
    const root = field.split(/[.[]/)[0] ?? field;
    if (!(root in values)) {
      homeless.push(`${field}: ${fieldText(reason, limit)}`);
      continue;
    }
    form.setError(
      root as Path<T>,
      { type: "server", message: fieldText(reason, limit) },
      { shouldFocus: !focused },
    );
    focused = true;
  }
  if (focused && homeless.length === 0) return null;
  const text = homeless.length ? homeless.join(" ") : errorText(error);
  return { text, requestId: error.requestId, reason: error.reason };
}

/**
 * A form over a Zod schema. `submit(save)` gives the onSubmit handler; nothing typed is lost when `save` fails:
 * field errors land on their fields, the rest in `problem` for <FormSummary>.
 */
export function useAppForm<T extends FieldValues>(
  schema: z.ZodMiniType<T, T>,
  defaultValues: DefaultValues<NoInfer<T>>,
) {
  const form = useForm<T, unknown, T>({
    resolver: zodResolver(schema) as never,
    defaultValues,
    mode: "onTouched",
  });
  const [problem, setProblem] = useState<FormProblem | null>(null);

  const submit = (save: (values: T) => Promise<unknown>) =>
    form.handleSubmit(async (values) => {
      setProblem(null);
      try {
        await save(values);
      } catch (error) {
        setProblem(error instanceof ApiError ? spreadFieldErrors(form, error) : problemOf(error));
      }
    });

  /** The message for one field: `<Field label="…" error={form.errorOf("email")}>`. */
  const errorOf = (name: Path<T>) => form.getFieldState(name, form.formState).error?.message;

  return { ...form, submit, errorOf, problem, setProblem, busy: form.formState.isSubmitting };
}
