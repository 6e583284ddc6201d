import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readLimits } from '@ganymede/core/reading'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { patience } from '../../../../test/setup/patience.js'
import { skipWhenSanitized } from '../../../../test/setup/sanitized.js'
import { dict, four, tensorPickle } from './fixtures.js'
import { costsOfReading, type ReadingCost } from './hostile-run.js'
import { hostileScriptFiles, scriptArchive } from './hostile-script-files.js'
import { archive, hostileTorchFiles } from './hostile-torch-files.js'

const folder = mkdtempSync(join(tmpdir(), 'ganymede-hostile-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// The budget is that of a machine that does nothing else; tests share theirs.
const seconds = 3 * readLimits.seconds
const mib = readLimits.memoryBytes / (1 << 20)

describe.each([
  {
    what: 'files of torch.save',
    files: hostileTorchFiles,
    reader: 'readTorchFile',
    tiny: archive(dict('w', tensorPickle()), { 0: four }),
  },
  {
    what: 'files of torch.jit.save',
    files: hostileScriptFiles,
    reader: 'readScriptFile',
    tiny: scriptArchive({ __torch__: 'class M(Module):\n  def forward(self) -> None:\n' }),
  },
])('$what that are built to harm', ({ files, reader, tiny }) => {
  let costs: ReadonlyMap<string, ReadingCost> = new Map()
  beforeAll(async () => {
    const index = fileURLToPath(new URL('../../dist/index.js', import.meta.url))
    costs = await costsOfReading(files, { reader: [index, reader], tiny, folder, extension: 'pt' })
  }, patience(180_000))

  test.for(files)('keep the budgets: $name', ({ name, refusal }, context) => {
    const cost = costs.get(name)
    expect(cost, 'the process ended').toBeDefined()
    expect(cost?.outcome).toMatch(refusal === null ? /^(accepted$|FILE_INVALID )/ : /^FILE_INVALID /)
    if (refusal !== null) expect(cost?.outcome).toMatch(refusal)
    expect(cost?.outcome.length).toBeLessThan(1000)
    expect(cost?.live).toBe(0)
    skipWhenSanitized(context, 'each access costs more, and freed memory stays resident for a while')
    expect(cost?.seconds).toBeLessThan(seconds)
    expect(cost?.peakMiB).toBeLessThan(mib)
  })
})
