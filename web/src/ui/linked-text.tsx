import { Link } from "react-router";
import { partsOf } from "@/lib/links";

/** What somebody wrote, as text, with its links. Those of this site stay in this tab. */
export function LinkedText({ text }: { text: string }) {
  return partsOf(text).map((part, index) => {
    // Parts have no other identity, and never move.
    const key = index;
    return part.href ? (
      <SafeLink key={key} href={part.href} text={part.text} />
    ) : (
      <span key={key}>{part.text}</span>
    );
  });
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
