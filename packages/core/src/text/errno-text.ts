/** What systems say about a failed file operation (`errno` of POSIX), for people. */

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  EIO: 'the device reports an input/output error',
  ENOENT: 'its folder is not there',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'there is a folder of this name',
  EEXIST: 'it exists already',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  EFBIG: 'the file would be larger than this file system allows',
}

/** Why, in words; undefined for a code that is not known here. */
export function errnoReason(code: string): string | undefined {
  return reasons[code]
}

/** An errno in words, with its name: `permission denied (EACCES)`. */
export function errnoText(code: string): string {
  const reason = reasons[code]
  return reason === undefined ? code : `${reason} (${code})`
}
