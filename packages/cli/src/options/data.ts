import { among, choice, integer, real, text, toggle } from "./kind.ts";
import { option } from "./option.ts";
import { dicomWindow, imageSize } from "./special-kinds.ts";

/** How data are read, for every command that takes labelled images. */
export const dataOptions = {
  data: option(
    text("<path>"),
    "phantom, a folder of x_train.npy …, an .npz, a folder of class folders, or a .csv list",
    "phantom",
  ),
  channels: option(among(1, 3), "channels of an image; grey ones are repeated for 3", 3),
  imageSize: option(imageSize, "resample the images of folders to this size", undefined),
  dicomWindow: option(dicomWindow, "how grey values of DICOM images are mapped to 0 … 1 (default: not)", undefined),
  dicomFrame: option(integer(1, 1e6), "the frame of DICOM images that have several, from 1 on", undefined),
  layout: option(choice("nchw", "nhwc", "nhw"), "order of an array's dimensions, where it is not clear", undefined),
  positiveClass: option(text("<label>"), "the label that counts as 1 (default: 1, or the last class name)", undefined),
  dataMemory: option(
    integer(0, 1e9),
    "MiB of decoded images to keep; more are read batch by batch (default: a quarter of the memory)",
    undefined,
  ),
  group: option(
    text("<column>"),
    "the column of a .csv list that says which images belong together (default: group, or patient_id)",
    undefined,
  ),
  delimiter: option(choice(",", ";", "tab"), "what divides the cells of a .csv list (default: a comma)", undefined),
  allowUnlabelled: option(
    toggle,
    "leave out rows of a .csv list without a file, and images beside them without a row",
    false,
  ),
  onBad: option(choice("error", "skip"), "what to do about an image that cannot be read", "error"),
} as const;

/** How training data are split. */
export const splitOptions = {
  validationSplit: option(real(0, 1, "below"), "part of the training data for validation, where there is none", 0.2),
  split: option(choice("stratified", "tail"), "how that part is chosen", "stratified"),
  normalize: option(choice("rescale", "standardize", "none"), "how pixel values are scaled", "rescale"),
} as const;
