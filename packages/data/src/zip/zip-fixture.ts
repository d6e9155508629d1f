import { crc32, deflateRawSync } from "node:zlib";

/** A member for a test archive; what is set differs from what a correct archive would hold. */
export interface FixtureMember {
  readonly name: string;
  readonly data: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly localName?: string;
  readonly raw?: Uint8Array;
  /** Sizes in a zip64 field of both headers. */
  readonly wide?: boolean;
  /** Sizes after the data instead of in the local header. */
  readonly descriptor?: boolean;
  /** Extra fields of both headers. */
  readonly extra?: Uint8Array;
}

export interface FixtureOptions {
  readonly comment?: string;
  readonly disk?: number;
  readonly wide?: boolean;
  readonly count?: number;
}

/** Builds a zip archive, right or deliberately wrong, from the fields of the format. */
export function buildZip(members: readonly FixtureMember[], options: FixtureOptions = {}): Uint8Array {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const method = member.method ?? 8;
    const raw = Buffer.from(member.raw ?? (method === 8 ? deflateRawSync(member.data) : member.data));
    const crc = member.crc ?? crc32(member.data);
    const size = member.size ?? member.data.length;
    const flags = (member.flags ?? 0) | (member.descriptor ? 8 : 0);
    const wide = member.wide ? [u16(1), u16(16), u64(size), u64(raw.length)] : [];
    const extra = Buffer.concat([...wide, member.extra ?? new Uint8Array()]);
    const header = (name: Buffer, later: boolean) =>
      Buffer.concat([
        u16(45),
        u16(flags),
        u16(method),
        u32(0),
        u32(later ? 0 : crc),
        u32(member.wide ? 0xffffffff : later ? 0 : raw.length),
        u32(member.wide ? 0xffffffff : later ? 0 : size),
        u16(name.length),
        u16(extra.length),
      ]);
    const name = Buffer.from(member.name);
    const localName = Buffer.from(member.localName ?? member.name);
    const local = Buffer.concat([u32(0x04034b50), header(localName, member.descriptor ?? false), localName, extra]);
    const descriptor = member.descriptor
      ? Buffer.concat([u32(0x08074b50), u32(crc), u32(raw.length), u32(size)])
      : Buffer.alloc(0);
    parts.push(local, raw, descriptor);
    central.push(
      Buffer.concat([
        u32(0x02014b50),
        u16(45),
        header(name, false),
        u16(0),
        u16(0),
        u16(0),
        u32(0),
        u32(offset),
        name,
        extra,
      ]),
    );
    offset += local.length + raw.length + descriptor.length;
  }
  const directory = Buffer.concat(central);
  const count = options.count ?? members.length;
  const end64 = options.wide
    ? Buffer.concat([
        u32(0x06064b50),
        u64(44),
        u16(45),
        u16(45),
        u32(0),
        u32(0),
        u64(count),
        u64(count),
        u64(directory.length),
        u64(offset),
        u32(0x07064b50),
        u32(0),
        u64(offset + directory.length),
        u32(1),
      ])
    : Buffer.alloc(0);
  const comment = Buffer.from(options.comment ?? "");
  const end = Buffer.concat([
    u32(0x06054b50),
    u16(options.disk ?? 0),
    u16(options.disk ?? 0),
    u16(options.wide ? 0xffff : count),
    u16(options.wide ? 0xffff : count),
    u32(options.wide ? 0xffffffff : directory.length),
    u32(options.wide ? 0xffffffff : offset),
    u16(comment.length),
    comment,
  ]);
  return new Uint8Array(Buffer.concat([...parts, directory, end64, end]));
}

/** An extra field of a header. */
export function extraField(id: number, body: Uint8Array): Uint8Array {
  return Buffer.concat([u16(id), u16(body.length), body]);
}

function u16(value: number): Buffer {
  return Buffer.from(Uint16Array.of(value).buffer);
}

function u32(value: number): Buffer {
  return Buffer.from(Uint32Array.of(value).buffer);
}

function u64(value: number): Buffer {
  return Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
}
