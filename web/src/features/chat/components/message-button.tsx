import { MessageCircle } from "lucide-react";
import { Link } from "react-router";
import { Button } from "@/ui/button";

/** Leads to the conversation with somebody, M000001 or S000001. The words come from the page it stands on. */
export function MessageButton({ to, label, wide }: { to: string; label: string; wide?: boolean }) {
  return (
    <Button asChild variant="secondary" wide={wide}>
      <Link to={`/chat?with=${encodeURIComponent(to)}`}>
        <MessageCircle size={18} strokeWidth={1.75} aria-hidden />
        {label}
      </Link>
    </Button>
  );
}
