import { dicomFile, encodeElement, greyElements, shortElement, textElement, UNDEFINED } from "./dicom-fixture.ts";
import type { TestElement } from "./dicom-fixture.ts";
import { readDicom } from "./read-dicom.ts";
import type { DicomOptions } from "./read-dicom.ts";

/** `greyElements` as a file. */
export const grey = (...others: TestElement[]) => dicomFile(greyElements(...others));
export const read = async (bytes: Uint8Array, options: DicomOptions = {}) => await readDicom(bytes, "a.dcm", options);
export const values = async (bytes: Uint8Array, options?: DicomOptions) => [...(await read(bytes, options)).data];

/** A private sequence that only a delimiter ends. */
export const sequence = (...parts: Uint8Array[]): TestElement => ({
  tag: 0x00091001,
  vr: "SQ",
  value: Buffer.concat(parts),
  length: UNDEFINED,
});
const bare = (tag: number, length = 0) => encodeElement({ tag, vr: "", value: new Uint8Array(), length }, "explicit");
export const [item, itemEnd, sequenceEnd] = [bare(0xfffee000, UNDEFINED), bare(0xfffee00d), bare(0xfffee0dd)];
/** To slope * value + intercept. */
export const rescale = (slope: string, intercept: string) => [
  textElement(0x00281053, "DS", slope),
  textElement(0x00281052, "DS", intercept),
];
/** Pixels of 8 bits, or of one. */
export const bytesElement = (...bytes: number[]): TestElement => ({
  tag: 0x7fe00010,
  vr: "OB",
  value: Uint8Array.from(bytes),
});
export const bits = (allocated: number, count = allocated) => [
  shortElement(0x00280100, allocated),
  shortElement(0x00280101, count),
  shortElement(0x00280102, count - 1),
];
/** A 2 x 2 image of three 8-bit channels. */
export const colour = (photometric: string, ...others: TestElement[]) =>
  greyElements(
    textElement(0x00280004, "CS", photometric),
    shortElement(0x00280002, 3),
    shortElement(0x00280006, 0),
    ...bits(8),
    ...others,
  );
