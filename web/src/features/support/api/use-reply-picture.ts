import { useRef, useState } from "react";
import { upload } from "@/api/call";
import type { Attachment } from "@/api/contract.gen";
import { type Picked, type PickedImage, pickImage } from "@/lib/pick-image";

type Problem = Extract<Picked, { problem: unknown }>["problem"];

/** The picture that goes with a reply: chosen, checked, and sent up once however often the reply is tried. */
export function useReplyPicture() {
  const [picture, setPicture] = useState<PickedImage | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [part, setPart] = useState<number | null>(null);
  const there = useRef<number | null>(null);
  const sending = useRef<AbortController | null>(null);

  const put = (next: PickedImage | null) => {
    there.current = null;
    setProblem(null);
    setPicture(next);
  };

  return {
    picture,
    problem,
    /** 0 to 1 while it goes up. */
    part,
    async choose(file: File) {
      const picked = await pickImage(file);
      // What was chosen before stays: a wrong file is no wish to send none.
      if ("problem" in picked) setProblem(picked.problem);
      else put(picked.file);
    },
    clear: () => put(null),
    stop: () => sending.current?.abort(),
    /** The server keeps what no message took for a while only: the next try sends it up again. */
    forget: () => {
      there.current = null;
    },
    /** Its number at the server, undefined without a picture; null when it was stopped. */
    async send(): Promise<number | undefined | null> {
      if (!picture) return undefined;
      if (there.current !== null) return there.current;
      const stop = new AbortController();
      sending.current = stop;
      setPart(0);
      try {
        const { bytes, name } = picture;
        const made = await upload<Attachment>("/chat/attachments/", {
          file: bytes,
          name,
          progress: setPart,
          signal: stop.signal,
        });
        there.current = made.id;
        return made.id;
      } catch (error) {
        if (stop.signal.aborted) return null;
        throw error;
      } finally {
        setPart(null);
      }
    },
  };
}
