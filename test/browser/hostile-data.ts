import { writePng } from "@tomograd/data";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";

/** Texts that become more than text where somebody forgets to escape them. */
export const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(2)>',
  "]]><script>alert(3)</script>",
  "javascript:alert(4)",
  "</svg><script>alert(5)</script>",
  "lesion\u202Egnp.\u2066exe\u200F 'once' \"twice\" &lt;b&gt;",
  "</style><style>*{display:none}</style>",
  "</title><iframe src=//example.org>",
  "-->{{7*7}}${alert(6)}<!--",
  '=HYPERLINK("http://example.org")',
] as const;

/** The same where `/` would lead into a folder. */
export const asFileName = (text: string): string => text.replaceAll("/", "");

/** The bytes of a PNG of 16 x 16, bright in the middle for a positive, that says `comment` in its text chunk. */
export async function smallPng(index: number, isPositive: boolean, comment: string): Promise<Uint8Array> {
  const size = 16;
  const data = Uint8Array.from({ length: size * size }, (_, i) => {
    const isMiddle = Math.abs((i % size) - 8) < 3 && Math.abs(Math.floor(i / size) - 8) < 3;
    return isPositive && isMiddle ? 230 : 40 + ((i * 37 + index * 59) % 90);
  });
  const png = await writePng({ height: size, width: size, channels: 1, data });
  const [signatureAndHeader, rest] = [png.subarray(0, 33), png.subarray(33)];
  return Buffer.concat([signatureAndHeader, textChunk(comment), rest]);
}

function textChunk(comment: string): Buffer {
  const body = Buffer.from(`tEXtComment\0${comment}`, "latin1");
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  chunk.set(body, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** Class folders whose own names and whose files' names are hostile; `comment` stands in every image. */
export async function hostileFolders(path: string, classes: readonly [string, string], comment: string): Promise<void> {
  let index = 0;
  for (const [split, perClass] of Object.entries({ train: 6, validation: 4, test: HOSTILE.length })) {
    for (const [label, name] of classes.entries()) {
      const folder = join(path, split, asFileName(name));
      mkdirSync(folder, { recursive: true });
      for (let i = 0; i < perClass; i++) {
        const file = `${asFileName(HOSTILE[i % HOSTILE.length]!)} ${split}${index++}.png`;
        writeFileSync(join(folder, file), await smallPng(index, label === 1, comment));
      }
    }
  }
}

/** A list of images whose labels are hostile, with a column that nothing asks for. */
export async function hostileList(path: string, labels: readonly [string, string], comment: string): Promise<string> {
  mkdirSync(path, { recursive: true });
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const rows = ["path,label,split,remark"];
  for (const [split, count] of Object.entries({ train: 12, validation: 8, test: 12 })) {
    for (let i = 0; i < count; i++) {
      writeFileSync(join(path, `${split}${i}.png`), await smallPng(i, i % 2 === 1, comment));
      rows.push([`${split}${i}.png`, cell(labels[i % 2]!), split, cell(comment)].join(","));
    }
  }
  const list = join(path, "list.csv");
  writeFileSync(list, `${rows.join("\n")}\n`);
  return list;
}
