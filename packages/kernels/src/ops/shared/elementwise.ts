/** Workgroup sizes of kernels in which every thread is on its own. */
export const elementwise = { wide: { workgroupSize: 256 }, narrow: { workgroupSize: 64 } } as const;
