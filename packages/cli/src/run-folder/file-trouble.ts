const WORDS: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  ENOTDIR: "a part of its path is no folder",
  EISDIR: "it is a folder",
  EACCES: "this user may not use it",
  EPERM: "this user may not use it",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the user's quota is used up",
  ENAMETOOLONG: "its name is too long",
};

/** A file system's error code in words. */
export function fileTrouble(error: unknown): string {
  const { code = "unknown" } = (error ?? {}) as NodeJS.ErrnoException;
  return WORDS[code] ?? `the system says ${code}`;
}
