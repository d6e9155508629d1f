/**
 * The only elements whose values are ever looked at; every other one is passed over by its length.
 *
 * @see DICOM PS3.6, Registry of DICOM Data Elements
 */
export const TAG = {
  transferSyntax: 0x00020010,
  patientId: 0x00100020,
  samplesPerPixel: 0x00280002,
  photometric: 0x00280004,
  planarConfiguration: 0x00280006,
  numberOfFrames: 0x00280008,
  rows: 0x00280010,
  columns: 0x00280011,
  bitsAllocated: 0x00280100,
  bitsStored: 0x00280101,
  highBit: 0x00280102,
  pixelRepresentation: 0x00280103,
  burnedInAnnotation: 0x00280301,
  windowCenter: 0x00281050,
  windowWidth: 0x00281051,
  rescaleIntercept: 0x00281052,
  rescaleSlope: 0x00281053,
  voiFunction: 0x00281056,
  modalityLut: 0x00283000,
  sharedGroups: 0x52009229,
  perFrameGroups: 0x52009230,
  floatPixels: 0x7fe00008,
  doublePixels: 0x7fe00009,
  pixels: 0x7fe00010,
} as const;

export const ALLOWED: ReadonlySet<number> = new Set(Object.values(TAG));
