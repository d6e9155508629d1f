import type { DicomWindow } from "@tomograd/data";
import type { ModelMetadata } from "./metadata.ts";

/** How DICOM images are read for a model. */
export interface DicomReading {
  readonly dicomWindow: DicomWindow | undefined;
  readonly dicomFrame: number | undefined;
}

/** DICOM images are read as in training unless told otherwise. */
export function readAsTrained({ dicom }: ModelMetadata, told: Partial<DicomReading> = {}): DicomReading {
  return {
    dicomWindow: told.dicomWindow ?? dicom?.window,
    dicomFrame: told.dicomFrame ?? dicom?.frame ?? undefined,
  };
}
