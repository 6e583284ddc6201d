/** Reads hostile files in a process of their own, which they may bring down, and tells what each cost there. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runScript } from '../child-process.js'

/** A file, and what its refusal says; null where a reader may well take it, within its budgets. */
export interface HostileFile {
  readonly name: string
  readonly bytes: () => Uint8Array
  readonly refusal: RegExp | null
}

export interface ReadingCost {
  /** Of a core. */
  readonly seconds: number
  /** Resident memory beyond that for a tiny valid file; 0 where the system does not tell. */
  readonly peakMiB: number
  /** `accepted`, or code and message of the error. */
  readonly outcome: string
  /** Tensors left behind. */
  readonly live: number
}

/**
 * @param options.reader  URL of a module, and a function of it that takes a path
 * @param options.tiny    a valid file
 * @returns the cost of each file by its name; without those at which the process ended
 */
export async function costsOfReading(
  files: readonly HostileFile[],
  {
    reader: [module, name],
    tiny,
    folder,
    extension,
  }: {
    readonly reader: readonly [module: string, name: string]
    readonly tiny: Uint8Array
    readonly folder: string
    readonly extension: string
  },
): Promise<ReadonlyMap<string, ReadingCost>> {
  const pathOf = (index: number) => join(folder, `${index}.${extension}`)
  const tinyFile = join(folder, `tiny.${extension}`)
  writeFileSync(tinyFile, tiny)
  files.forEach(({ bytes }, index) => {
    writeFileSync(pathOf(index), bytes())
  })
  const paths = files.map((_, index) => pathOf(index))
  const { stdout } = await runScript('read-hostile.mjs', [module, name, tinyFile, ...paths], {
    // The young generation of Node 20: newer versions let it grow larger before they collect, whatever a reader does.
    nodeArgs: ['--expose-gc', '--max-old-space-size=1500', '--max-semi-space-size=16'],
  })
  for (const path of paths) rmSync(path)
  const lines = stdout.split('\n').filter((line) => line.includes('"outcome"'))
  const costs = lines.map((line) => JSON.parse(line) as ReadingCost & { readonly file: string })
  return new Map(costs.map((cost) => [files[paths.indexOf(cost.file)]?.name ?? '', cost]))
}
