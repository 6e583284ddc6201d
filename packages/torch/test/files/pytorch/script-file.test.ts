import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import {
  isScriptArchive,
  loadScript,
  memory,
  randn,
  readScriptFile,
  scope,
  type Tensor,
  writeTorchFile,
  zeros,
} from '../../../src/index.js'
import { expectInvalid, temporaryFolder } from '../fixtures.js'

const { file, path } = temporaryFolder()
// A module of one linear layer and many methods; see make-scripted.py.
const scripted = fileURLToPath(new URL('../../fixtures/scripted.pt', import.meta.url))

test('lists the tensors of a TorchScript file under the names of its state_dict, with their values', () => {
  scope(() => {
    for (const map of [true, false]) {
      const { module, tensors, constants, attributes } = readScriptFile(scripted, { map, verify: true })
      expect(module).toBe('__torch__.Scripted')
      expect([...tensors.keys()]).toEqual(['layer.weight', 'layer.bias'])
      expect(constants).toEqual([])
      expect(attributes.get('training')).toBe(true)
      const loaded = loadScript(scripted)
      const x = randn([4, 3])
      const [weight, bias] = [tensors.get('layer.weight')!, tensors.get('layer.bias')!]
      const difference = (loaded.forward(x) as Tensor).sub(x.matmul(weight.t()).add(bias).tanh())
      expect(difference.abs().max().item()).toBeLessThan(1e-6)
      loaded.dispose()
    }
  })
})

test('tells classes, methods and functions of the code by name', () => {
  const { classes } = scope(() => readScriptFile(scripted))
  const own = classes.find(({ name }) => name === '__torch__.Scripted')
  expect(own?.methods).toContain('forward(x: Tensor) -> Tensor')
  expect(own?.methods).toContain('pair(x: Tensor, scale: float=2.) -> Tuple[Tensor, int, str]')
  expect(own?.methods).toContain('strange() -> Dict[str, int]')
  expect(classes.map(({ name }) => name)).toContain('__torch__.torch.nn.functional.dropout')
})

test('knows TorchScript by the names in the archive', () => {
  expect(isScriptArchive(['net/data.pkl', 'net/code/__torch__.py', 'net/version'])).toBe(true)
  expect(isScriptArchive(['net/data.pkl', 'net/constants.pkl'])).toBe(true)
  expect(isScriptArchive(['net/data.pkl', 'net/data/0', 'net/version'])).toBe(false)
})

test('refuses other archives, and damaged ones', () => {
  const other = path('weights.pth')
  writeTorchFile(other, new Map([['a', zeros([2])]]))
  expectInvalid(() => readScriptFile(other), /is not a TorchScript module/)
  expectInvalid(() => readScriptFile(file('text')), /is not a complete zip file/)
  const bytes = readFileSync(scripted)
  expectInvalid(() => readScriptFile(file(bytes.subarray(0, bytes.length / 2))), /is not a complete zip file/)
})

test('survives any byte being another, and leaves no tensor behind', () => {
  const before = memory().live
  const bytes = readFileSync(scripted)
  for (let i = 0; i < bytes.length; i += 97) {
    const changed = Buffer.from(bytes)
    changed[i] = changed[i]! ^ 0x5a
    scope(() => {
      try {
        readScriptFile(file(changed), { map: false, verify: true })
      } catch (error) {
        expect((error as { code?: string }).code).toBe('FILE_INVALID')
      }
    })
  }
  expect(memory().live).toBe(before)
})
