import { Link } from "react-router";
import { isOnlyEmoji } from "../model/emoji";
import { partsOf } from "../model/links";

/** What somebody wrote: text, with its links. Those of this site stay in this tab. */
export function MessageText({ text }: { text: string }) {
  if (isOnlyEmoji(text)) return <p className="text-3xl leading-tight">{text}</p>;
  return (
    <p className="break-words whitespace-pre-wrap [overflow-wrap:anywhere]">
      {partsOf(text).map((part, index) => {
        // Parts have no other identity, and never move.
        const key = index;
        return part.href ? (
          <SafeLink key={key} href={part.href} text={part.text} />
        ) : (
          <span key={key}>{part.text}</span>
        );
      })}
    </p>
  );
}

function SafeLink({ href, text }: { href: string; text: string }) {
  const url = new URL(href);
  if (url.origin === window.location.origin)
    return (
      <Link to={url.pathname + url.search + url.hash} className="link">
        {text}
      </Link>
    );
  return (
    // The real host on hover: letters of other alphabets may look like ours.
    <a href={href} title={url.host} target="_blank" rel="nofollow noopener noreferrer" className="link">
      {text}
    </a>
  );
}
