/** The documented network follows Keras' default axis, which on channels-first images is not the channels'. */
export const BN_AXIS_WARNING =
  "batch normalisation runs along the last axis, the image's width, as the documented network has it; " +
  "--bn-axis channel normalises each channel";
