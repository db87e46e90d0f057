import { cn } from "@/ui/cn";

const look = [
  "break-words [overflow-wrap:anywhere] [&>*+*]:mt-3",
  "[&_a]:text-primary-ink [&_a]:underline [&_a]:underline-offset-2",
  "[&_ul]:list-disc [&_ul]:pl-6 [&_ol]:list-decimal [&_ol]:pl-6 [&_li+li]:mt-1",
  "[&_blockquote]:border-l-2 [&_blockquote]:border-line-strong [&_blockquote]:pl-4 [&_blockquote]:text-ink-2",
  "[&_code]:rounded-sm [&_code]:bg-sunken [&_code]:px-1 [&_code]:font-mono [&_code]:text-sm",
  "[&_pre]:overflow-x-auto [&_pre]:rounded-md [&_pre]:bg-sunken [&_pre]:p-3 [&_pre_code]:p-0",
  "[&_b]:font-medium [&_b]:text-primary-ink",
].join(" ");

/** What somebody wrote. The HTML is the server's own: it knows no tag or attribute beyond its small dialect. */
export function Written({ html, className }: { html: string; className?: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: made and escaped by the server, tested with 200 payloads
  return <div className={cn(look, className)} dangerouslySetInnerHTML={{ __html: html }} />;
}
