import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Chip, Stars } from "@/ui/bits";
import { mentorQuery } from "../api/queries";

/** A mentor in a few lines, beside a conversation. Nothing while it is not there: it is not what one came for. */
export function MentorGlance({ mentor }: { mentor: string }) {
  const { t } = useTranslation("mentors");
  const { data } = useQuery(mentorQuery(mentor));
  if (!data) return null;
  return (
    <section
      aria-label={t("page.about", { name: data.name.split(" ")[0] })}
      className="flex flex-col gap-3 text-sm"
    >
      <p className="text-ink-2">{data.headline}</p>
      <Stars rating={data.rating} count={data.rating_count} />
      {data.skills.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {data.skills.slice(0, 6).map((skill) => (
            <li key={skill}>
              <Chip>{skill}</Chip>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
