/**
 * What a checkpoint holds: all state of a run, nothing outside it.
 *
 *     <network>.safetensors            weights and buffers, PyTorch's names
 *     <generator>-ema.safetensors      the average, when there is one
 *     optimizer-<name>.safetensors     moments and step counts
 *     random.safetensors               every random stream
 *     system-state.safetensors         pools and averages of the system, when it has state of its own
 *     state.json                       counters, positions, log sums, options, versions
 *
 * Written in an order and form that depend on the state alone: the same state gives the same bytes.
 */
import path from 'node:path'
import { GanymedeError, issueLines } from '@ganymede/core'
import type { FileOps } from '@ganymede/runs/files'
import { readJsonFile } from '@ganymede/runs/files'
import { readSafetensors, safetensorsChunks, scope, type Tensor, TorchError } from '@ganymede/torch'
import { z } from 'zod'

/** Raised when an older reader would misunderstand a newer checkpoint. */
export const checkpointFormat = 1

const count = z.number().int().min(0)

// No `z.enum`: its declaration has a key for every name, and `-Infinity` is none that TypeScript reads again (TS1170).
const nonFiniteNumber = z.literal(['NaN', 'Infinity', '-Infinity'])

const checkpointStateSchema = z.looseObject({
  format: z.literal(checkpointFormat),
  versions: z.looseObject({ ganymede: z.string(), libtorch: z.string() }),
  system: z.object({ name: z.string(), version: z.string() }),
  options: z.looseObject({}).describe('All resolved options.'),
  data: z.looseObject({ fingerprint: z.string() }),
  networks: z.array(z.string()),
  optimizers: z.record(z.string(), z.json()).describe('Plain values of each optimizer: learning rates, step counts.'),
  ema: z.string().nullable().describe('Network that the average follows, or null.'),
  loop: z.looseObject({
    step: count,
    imagesSeen: count,
    skipped: z.array(count).optional().describe('Steps of the last thousand that were broken off as not finite.'),
    rollbacks: count.optional().describe('How often the run went back to a checkpoint, halving learning rates.'),
  }),
  loader: z.json().describe('Position in the shuffled data.'),
  means: z
    .record(z.string(), z.object({ sum: z.union([z.number(), nonFiniteNumber]), count }))
    .describe('Sums of scalars since the last log line.'),
  logBytes: count.describe('Length of metrics.jsonl when the checkpoint was made.'),
  best: z
    .object({
      metric: z.string(),
      value: z.number(),
      step: count,
      lowest: z.number().optional(),
      spread: z.number().optional(),
      features: z.string().optional(),
    })
    .nullable(),
  extra: z
    .record(z.string(), z.json())
    .describe('`system`: plain values of the state of the system itself; `augmentation`: draws, strength.'),
})

/** `state.json`. */
export type CheckpointState = z.infer<typeof checkpointStateSchema>

/** A checkpoint in memory: the plain part, and tensors by file. */
export interface CheckpointContent {
  readonly state: CheckpointState
  /** Tensors by file name without ending: `generator`, `optimizer-generator`, `random`. */
  readonly tensors: ReadonlyMap<string, ReadonlyMap<string, Tensor>>
}

/** Writes the files of a checkpoint into a folder, through operations that a test can make fail. */
export function writeCheckpoint(folder: string, { state, tensors }: CheckpointContent, ops: FileOps): void {
  for (const [name, group] of tensors) {
    writeChunks(path.join(folder, `${name}.safetensors`), safetensorsChunks(group), ops)
  }
  // Infinity is a possible best value and no JSON.
  const text = `${JSON.stringify(checkpointStateSchema.parse(state), undefined, 1)}\n`
  writeChunks(path.join(folder, stateName), [Buffer.from(text)], ops)
}

function writeChunks(file: string, chunks: Iterable<Uint8Array>, ops: FileOps): void {
  const number = ops.open(file, 'w')
  try {
    for (const chunk of chunks) {
      let rest = chunk
      while (rest.byteLength > 0) rest = rest.subarray(ops.write(number, rest))
    }
  } finally {
    ops.close(number)
  }
}

/**
 * Reads `state.json` of a checkpoint.
 *
 * @throws GanymedeError `CHECKPOINT_CORRUPT` naming the field
 */
export function readCheckpointState(folder: string): CheckpointState {
  const file = path.join(folder, stateName)
  let content: unknown
  try {
    content = readJsonFile(file)
  } catch (cause) {
    throw new GanymedeError('CHECKPOINT_CORRUPT', `${file} cannot be read`, { cause })
  }
  const parsed = checkpointStateSchema.safeParse(content)
  if (parsed.success) return parsed.data
  throw new GanymedeError('CHECKPOINT_CORRUPT', `${file} does not describe a checkpoint`, {
    lines: issueLines(parsed.error.issues),
  })
}

/**
 * Reads one tensor file of a checkpoint and hands its tensors to `use`; they are freed afterwards.
 *
 * @throws GanymedeError `CHECKPOINT_CORRUPT` when the file is damaged, `CHECKPOINT_MISMATCH` with all differences when
 *   `use` finds that the tensors do not fit
 */
export function useCheckpointTensors(
  folder: string,
  name: string,
  use: (tensors: ReadonlyMap<string, Tensor>) => void,
): void {
  const file = path.join(folder, `${name}.safetensors`)
  scope('checkpoint', () => {
    try {
      use(readSafetensors(file).tensors)
    } catch (cause) {
      if (!(cause instanceof TorchError)) throw cause
      const code = cause.code === 'STATE_MISMATCH' ? 'CHECKPOINT_MISMATCH' : 'CHECKPOINT_CORRUPT'
      throw new GanymedeError(code, `${file}: ${cause.message.split('\n')[0]}`, { lines: cause.lines, cause })
    }
  })
}

const stateName = 'state.json'
