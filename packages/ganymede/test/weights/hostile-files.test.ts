import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { readLimits } from '@ganymede/core/reading'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dict, four, pickleBytes, tensorPickle, text } from '../../../torch/test/files/fixtures.js'
import { costsOfReading, type HostileFile, type ReadingCost } from '../../../torch/test/files/hostile-run.js'
import {
  archive,
  hostileTorchFiles,
  namesOfFirst,
  repeated,
  series,
} from '../../../torch/test/files/hostile-torch-files.js'
import { hostileOnnxFiles } from './hostile-onnx-files.js'
import { model } from './onnx-bytes.js'

const folder = mkdtempSync(path.join(os.tmpdir(), 'ganymede-hostile-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// The budget is that of a machine that does nothing else; tests share theirs.
const seconds = 3 * readLimits.seconds
const mib = readLimits.memoryBytes / (1 << 20)

const manyNames: readonly HostileFile[] = [
  {
    name: '50,000 names of one tensor of 4 MiB',
    bytes: () => {
      const large = tensorPickle({ count: 1n << 20n, shape: [1n << 20n] })
      const pickled = pickleBytes(0x80, 4, large, 'q\x000}(', namesOfFirst(50_000), 'u.')
      return archive(pickled, { 0: Buffer.alloc(4 << 20) })
    },
    refusal: null,
  },
  {
    name: '600,000 names of one tensor',
    bytes: () => archive(pickleBytes(0x80, 4, tensorPickle(), 'q\x000}(', namesOfFirst(600_000), 'u.'), { 0: four }),
    refusal:
      /FILE_UNREADABLE .*more than \d+ values, (more than its length allows|the most that any file may have): its content is not listed/,
  },
  {
    name: '1,000 names of a list of 200 texts',
    bytes: () => {
      const list = pickleBytes('](', repeated(text('some text'), 200), 'eq\x000')
      return archive(pickleBytes(0x80, 4, list, '}(', text('w'), tensorPickle(), namesOfFirst(1000), 'u.'), { 0: four })
    },
    refusal: null,
  },
  {
    name: '20,000 networks in one file',
    bytes: () => {
      const names = series(20_000, (i) => pickleBytes(text(`${i}.model.1.weight`), 'h\x00'))
      return archive(pickleBytes(0x80, 4, tensorPickle(), 'q\x000}(', names, 'u.'), { 0: four })
    },
    refusal: null,
  },
]

const reader = [
  fileURLToPath(new URL('../fixtures/inspect-as-command.mjs', import.meta.url)),
  'inspectAsCommand',
] as const

// What loading takes, and what loading refuses because of its many names.
const torchFiles = hostileTorchFiles.filter(
  ({ name, refusal }) => refusal === null || / names | double | repeat /.test(name),
)

describe.each([
  { what: 'ONNX files', files: hostileOnnxFiles, tiny: model(), extension: 'onnx' },
  {
    what: 'files of torch.save',
    files: [...torchFiles, ...manyNames],
    tiny: archive(dict('w', tensorPickle()), { 0: four }),
    extension: 'pt',
  },
])('inspecting $what that are built to harm', ({ files, tiny, extension }) => {
  let costs: ReadonlyMap<string, ReadingCost> = new Map()
  beforeAll(async () => {
    costs = await costsOfReading(files, { reader, tiny, folder, extension })
  }, 180_000)

  it.each(files)('keeps the budgets: $name', ({ name, refusal }) => {
    const cost = costs.get(name)
    expect(cost, 'the process ended').toBeDefined()
    expect(cost?.outcome).toMatch(refusal ?? /^(accepted$|FILE_INVALID |FILE_UNREADABLE )/)
    expect(cost?.outcome.length).toBeLessThan(1000)
    expect(cost?.seconds).toBeLessThan(seconds)
    expect(cost?.peakMiB).toBeLessThan(mib)
    expect(cost?.live).toBe(0)
  })
})
