/** What the header of an image file says, before anything is decoded. */
export interface ImageInfo {
  readonly format: "png" | "jpeg";
  readonly width: number;
  readonly height: number;
  /** Of the colour model: grey or RGB, a transparency channel not counted. */
  readonly channels: 1 | 3;
  readonly bits: 8 | 16;
}
