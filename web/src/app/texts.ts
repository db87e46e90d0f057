import errors from "@/lib/errors.en.json";
import format from "@/lib/format.en.json";
import { startI18n } from "@/lib/i18n";
import ui from "@/ui/en.json";
import app from "./en.json";

const features = import.meta.glob<{ default: Record<string, unknown> }>("../features/*/en.json");

/** The shell's texts are there at once; those of a feature come with its first page. */
export const startTexts = () =>
  startI18n({ app, ui, format, errors }, async (namespace) => {
    const load = features[`../features/${namespace}/en.json`];
    if (!load) throw new Error(`no texts for ${namespace}`);
    return (await load()).default;
  });
