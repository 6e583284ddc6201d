import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readLimits } from '../../src/index.js'
import { dict, four, tensorPickle } from './fixtures.js'
import { costsOfReading, type ReadingCost } from './hostile-run.js'
import { archive, hostileTorchFiles } from './hostile-torch-files.js'

const folder = mkdtempSync(join(tmpdir(), 'ganymede-hostile-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// The budget is that of a machine that does nothing else; tests share theirs.
const seconds = 3 * readLimits.seconds
const mib = readLimits.memoryBytes / (1 << 20)

describe('files of torch.save that are built to harm', () => {
  let costs: ReadonlyMap<string, ReadingCost> = new Map()
  beforeAll(async () => {
    costs = await costsOfReading(hostileTorchFiles, {
      reader: [fileURLToPath(new URL('../../dist/index.js', import.meta.url)), 'readTorchFile'],
      tiny: archive(dict('w', tensorPickle()), { 0: four }),
      folder,
      extension: 'pt',
    })
  }, 180_000)

  test.each(hostileTorchFiles)('keeps the budgets for $name', ({ name, refusal }) => {
    const cost = costs.get(name)
    expect(cost, 'the process ended').toBeDefined()
    expect(cost?.outcome).toMatch(refusal === null ? /^(accepted$|FILE_INVALID )/ : /^FILE_INVALID /)
    if (refusal !== null) expect(cost?.outcome).toMatch(refusal)
    expect(cost?.outcome.length).toBeLessThan(1000)
    expect(cost?.seconds).toBeLessThan(seconds)
    expect(cost?.peakMiB).toBeLessThan(mib)
    expect(cost?.live).toBe(0)
  })
})
