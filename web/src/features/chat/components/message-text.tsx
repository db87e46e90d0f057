import { LinkedText } from "@/ui/linked-text";
import { isOnlyEmoji } from "../model/emoji";

/** What somebody wrote; a few emoji alone are large. */
export function MessageText({ text }: { text: string }) {
  if (isOnlyEmoji(text)) return <p className="text-3xl leading-tight">{text}</p>;
  return (
    <p className="break-words whitespace-pre-wrap [overflow-wrap:anywhere]">
      <LinkedText text={text} />
    </p>
  );
}
