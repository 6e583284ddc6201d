/** `manifest.json` of a checkpoint: which files belong to it, how long they are and their checksums. */
import fs from 'node:fs'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { GanymedeError, issueLines } from '@ganymede/core'
import { z } from 'zod'
import { readJsonFile } from '../files/text-file.js'
import { requireReadableFile } from '../folder/run-places.js'

/** Name of the manifest inside a checkpoint's folder. */
export const manifestName = 'manifest.json'

// A plain name: a manifest that somebody else wrote must not lead out of its folder.
const plainName = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/)

/** Schema of `manifest.json`. */
const checkpointManifestSchema = z.looseObject({
  format: z.literal(1),
  step: z.number().int().min(0).describe('Steps done.'),
  files: z
    .array(
      z.object({
        name: plainName,
        bytes: z.number().int().min(0),
        crc32: z
          .string()
          .regex(/^[0-9a-f]{8}$/)
          .describe('CRC-32 of the content: finds damage, is no signature.'),
      }),
    )
    .describe('All files of the checkpoint but this one, by name.'),
})

/** What `manifest.json` holds. */
export type CheckpointManifest = z.infer<typeof checkpointManifestSchema>

/**
 * Describes the files that lie in a folder now.
 *
 * @param names  their names, without the manifest
 * @throws Error when one of them is a folder or not a plain name; checkpoints are flat
 */
export function describeFiles(folder: string, step: number, names: readonly string[]): CheckpointManifest {
  const files = names.map((name) => {
    if (!plainName.safeParse(name).success) throw new Error(`${JSON.stringify(name)} cannot be a file of a checkpoint`)
    const { bytes, checksum } = checksumOf(path.join(folder, name))
    return { name, bytes, crc32: checksum }
  })
  return { format: 1, step, files }
}

/**
 * Reads a checkpoint's manifest.
 *
 * @throws GanymedeError `CHECKPOINT_CORRUPT` naming the file
 */
function readManifest(folder: string): CheckpointManifest {
  const file = path.join(folder, manifestName)
  let content: unknown
  try {
    requireReadableFile(file)
    content = readJsonFile(file)
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'is missing or cannot be read'
    throw new GanymedeError('CHECKPOINT_CORRUPT', `${file} ${why}`, { cause: error })
  }
  const parsed = checkpointManifestSchema.safeParse(content)
  if (parsed.success) {
    const { files } = parsed.data
    // Each is read once: thousands of entries for one file would read it thousands of times.
    if (new Set(files.map(({ name }) => name)).size === files.length) return parsed.data
    throw new GanymedeError('CHECKPOINT_CORRUPT', `${file} names a file twice`)
  }
  throw new GanymedeError('CHECKPOINT_CORRUPT', `${file} does not describe a checkpoint`, {
    lines: issueLines(parsed.error.issues),
  })
}

/**
 * Checks that every file of a checkpoint is there, whole and undamaged.
 *
 * @param options.contents  also read the files and compare checksums; without it only their lengths are looked at
 * @throws GanymedeError `CHECKPOINT_CORRUPT` naming the first file that is not
 */
export function verifyCheckpoint(folder: string, { contents }: { contents: boolean }): CheckpointManifest {
  const manifest = readManifest(folder)
  for (const entry of manifest.files) {
    const file = path.join(folder, entry.name)
    let problem: string | null
    try {
      problem = problemOf(file, entry, contents)
    } catch (error) {
      // A folder of this name, a name that the system cannot have, or no permission.
      throw new GanymedeError('CHECKPOINT_CORRUPT', `${file} cannot be read`, { cause: error })
    }
    if (problem !== null) throw new GanymedeError('CHECKPOINT_CORRUPT', `${file} ${problem}`)
  }
  return manifest
}

/** How a file differs from what the manifest says of it, or null. @throws Error when it cannot be read */
function problemOf(
  file: string,
  { bytes, crc32: expected }: CheckpointManifest['files'][number],
  contents: boolean,
): string | null {
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size
  if (size === undefined) return 'is missing'
  if (size !== bytes) {
    return `is ${size < bytes ? 'truncated' : 'longer than it was'}: expected ${bytes} bytes, found ${size}`
  }
  if (!contents) return null
  const { checksum } = checksumOf(file)
  return checksum === expected ? null : `is damaged: expected CRC-32 ${expected}, found ${checksum}`
}

function checksumOf(file: string): { bytes: number; checksum: string } {
  const number = fs.openSync(file, 'r')
  try {
    if (!fs.fstatSync(number).isFile()) throw new Error(`${file} is not a file; checkpoints are flat`)
    // In pieces, so that a checkpoint of gigabytes needs no memory of that size.
    const buffer = Buffer.allocUnsafe(1 << 20)
    let checksum = 0
    let bytes = 0
    for (;;) {
      const read = fs.readSync(number, buffer, 0, buffer.byteLength, null)
      if (read === 0) return { bytes, checksum: checksum.toString(16).padStart(8, '0') }
      checksum = crc32(buffer.subarray(0, read), checksum)
      bytes += read
    }
  } finally {
    fs.closeSync(number)
  }
}
