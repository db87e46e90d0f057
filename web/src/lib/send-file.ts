import { call, type Upload, upload } from "@/api/call";
import type { Attachment, CvAnswer } from "@/api/contract.gen";
import type { InParts } from "./upload-in-parts";

/** From here on a file goes up in parts, so that a lost connection does not cost all of it. */
const large = 2 * 1024 * 1024;

type Sending = Omit<Upload, "method"> & {
  /** The same for the same file: what broke off goes on with it. */
  key: string;
};

async function inParts<T>(
  purpose: InParts["purpose"],
  sending: Sending,
  finish: (upload: string) => Promise<T>,
): Promise<T> {
  const { uploadInParts } = await import("./upload-in-parts");
  return uploadInParts({ ...sending, purpose }, finish);
}

export function sendCv(sending: Sending): Promise<CvAnswer> {
  if (sending.file.size <= large) return upload("/account/cv/", { ...sending, method: "PUT" });
  return inParts("cv", sending, (id) =>
    call("files.setUploadedCv", { body: { upload: id }, key: id }, sending.signal),
  );
}

/** A picture for a message. */
export function sendAttachment(sending: Sending): Promise<Attachment> {
  if (sending.file.size <= large) return upload("/chat/attachments/", sending);
  return inParts("attachment", sending, (id) =>
    call("chat.takeUploaded", { body: { upload: id }, key: id }, sending.signal),
  );
}
