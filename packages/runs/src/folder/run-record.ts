/** `run.json`: what a run is, so that every later command needs nothing restated. One schema for writer and readers. */

import { GanymedeError, issueLines } from '@ganymede/core'
import { z } from 'zod'
import { writeFileAtomic } from '../files/atomic-file.js'
import type { FileOps } from '../files/file-ops.js'
import { parseJson, readTextFile } from '../files/text-file.js'
import { requireReadableFile } from './run-places.js'

/** Number of the `run.json` layout; raised when an older reader would misunderstand a newer file. */
export const runFormat = 1

/** What can become of a run. A `running` run whose heartbeat stopped is shown as `interrupted`, but that is never stored. */
const runStatuses = ['created', 'running', 'paused', 'stopped', 'failed', 'done'] as const

const count = z.number().int().min(0)

const jsonValue = z.json()

/** Schema of `run.json`. Unknown fields are kept, so that an older version does not lose what a newer one wrote. */
const runRecordSchema = z.looseObject({
  format: z.literal(runFormat).describe('Layout of this file.'),
  id: z
    .string()
    .regex(/^\d{4,}$/)
    .describe('Number of the run in its folder, at least four digits.'),
  name: z.string().min(1).describe('Name of the run folder when it was made: id, system and data.'),
  definition: z.looseObject({ name: z.string().min(1), version: z.string().min(1) }).describe('The system.'),
  options: z.record(z.string(), jsonValue).describe('All options after resolving, nested as in a configuration file.'),
  sources: z
    .record(z.string(), z.enum(['default', 'preset', 'config', 'flag']))
    .describe('Where the value of each option, named by its dotted path, came from.'),
  data: z
    .looseObject({
      path: z.string(),
      name: z.string().min(1),
      fingerprint: z.string().min(1),
      fileTimes: z.string().optional().describe('Hash of the times of all files, for data in folders.'),
      contentDigest: z.string().optional().describe('Hash of the contents of these files, looked at further inside.'),
      images: count.optional(),
      domains: z
        .looseObject({ items: z.enum(['pairs', 'unpaired']), counts: z.array(count).readonly() })
        .optional()
        .describe('What was found of two domains, and how it is read.'),
    })
    .describe('The data set and what it looked like.'),
  seeds: z.record(z.string(), z.number().int()).describe('Root seeds by name.'),
  versions: z
    .looseObject({ ganymede: z.string(), libtorch: z.string(), node: z.string() })
    .describe('What the run was started with.'),
  command: z.array(z.string()).describe('Command line that started the run.'),
  created: z.iso.datetime().describe('When the run was made, UTC.'),
  status: z.enum(runStatuses),
  step: count.describe('Steps done when this file was written last.'),
  steps: count.describe('Steps after which the run is done.'),
  device: z.string().min(1),
  precision: z.string().min(1),
  threads: z.number().int().min(1),
  from: z
    .looseObject({ references: z.array(z.string()), resolved: z.array(z.string()), networks: z.array(jsonValue) })
    .optional()
    .describe('Weights that the run was started from, and what of them fitted; absent for random weights.'),
  failure: z
    .looseObject({ code: z.string(), message: z.string(), step: count })
    .optional()
    .describe('Why the run failed; absent for any other status.'),
})

/** What `run.json` holds. */
export type RunRecord = z.infer<typeof runRecordSchema>

/** Stored status of a run. */
export type RunStatus = RunRecord['status']

/**
 * Reads and checks a `run.json`.
 *
 * @throws GanymedeError `RUN_NOT_FOUND` when there is no such file, `RUN_INVALID` naming the file and each field that is
 *   wrong, or that it comes from a newer version
 */
export function readRunRecord(file: string): RunRecord {
  requireReadableFile(file)
  let text: string
  try {
    text = readTextFile(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      throw new GanymedeError('RUN_NOT_FOUND', `${file} does not exist`, { cause: error })
    }
    throw new GanymedeError('RUN_INVALID', `${file} cannot be read: ${messageOf(error)}`, { cause: error })
  }
  let content: unknown
  try {
    content = parseJson(text)
  } catch (error) {
    throw new GanymedeError('RUN_INVALID', `${file} is not JSON`, { lines: [messageOf(error)], cause: error })
  }
  return parseRunRecord(content, file)
}

/** Checks the content of a `run.json`; `file` is what errors name. */
function parseRunRecord(content: unknown, file: string): RunRecord {
  const format = typeof content === 'object' && content !== null && 'format' in content ? content.format : undefined
  if (typeof format === 'number' && format > runFormat) {
    throw new GanymedeError('RUN_INVALID', `${file} was written by a newer version of Ganymede`, {
      lines: [`format: expected ${runFormat}, found ${format}`],
      remedy: 'Use the version of Ganymede that made this run, or a newer one.',
    })
  }
  const parsed = runRecordSchema.safeParse(content)
  if (parsed.success) return parsed.data
  throw new GanymedeError('RUN_INVALID', `${file} does not describe a run`, {
    lines: issueLines(parsed.error.issues),
    cause: parsed.error,
  })
}

/**
 * Writes `run.json`, atomically.
 *
 * @throws GanymedeError `RUN_INVALID` when the record itself is wrong, `DISK_FULL` or `WRITE_FAILED`
 */
export function writeRunRecord(file: string, record: RunRecord, ops?: FileOps): void {
  const checked = parseRunRecord(record, file)
  writeFileAtomic(file, `${JSON.stringify(checked, undefined, 2)}\n`, ops)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
