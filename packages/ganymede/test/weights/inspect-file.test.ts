import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { GanymedeError } from '@ganymede/core'
import { ones, scope, tensor, writeNpy, writeSafetensors, writeTorchFile } from '@ganymede/torch'
import { describe, expect, it, onTestFinished } from 'vitest'
import { inspectFile } from '../../src/weights/inspect-file.js'
import { readWeights } from '../../src/weights/read-weights.js'
import { sharedPath } from '../fixtures/golden.js'
import { floats, message, model, weight } from './onnx-bytes.js'

function fileOf(name: string, bytes?: Uint8Array | string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ganymede-inspect-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = path.join(folder, name)
  if (bytes !== undefined) writeFileSync(file, bytes)
  return file
}

function refusal(file: string): string {
  try {
    inspectFile(file, { stats: true })
  } catch (error) {
    return `${error instanceof GanymedeError ? error.code : (error as { code?: string }).code} ${(error as Error).message}`
  }
  return 'accepted'
}

describe('inspecting files that hold tensors', () => {
  it('lists a safetensors file with its metadata, and the range of the elements on request', () => {
    const file = fileOf('a.safetensors')
    scope('test', () => {
      const tensors = [
        [
          'weight',
          tensor([
            [1, 2, Number.NaN],
            [-4, 0, 1],
          ]),
        ],
        ['steps', tensor([3], { dtype: 'int64' })],
      ] as const
      writeSafetensors(file, tensors, { metadata: { step: '12' } })
    })
    const plain = inspectFile(file)
    expect(plain).toMatchObject({ format: 'safetensors', facts: [['step', '12']] })
    expect(plain.tensors).toContainEqual({
      name: 'weight',
      dtype: 'float32',
      shape: [2, 3],
      count: 6,
      bytes: 24,
      kind: 'tensor',
    })
    const { tensors } = inspectFile(file, { stats: true })
    expect(tensors.find(({ name }) => name === 'weight')?.stats).toEqual({ min: -4, max: 2, mean: 0, nonFinite: 1 })
    expect(tensors.find(({ name }) => name === 'steps')?.stats).toEqual({ min: 3, max: 3, mean: 3, nonFinite: 0 })
  })

  it('lists a nested checkpoint of torch.save by dotted names, and what is beside the tensors', () => {
    const file = fileOf('a.pth')
    scope('test', () => {
      writeTorchFile(file, { state_dict: { 'main.0.weight': ones([2, 2]) }, epoch: 7, args: { lr: 0.5, name: 'x' } })
    })
    const { format, facts, tensors } = inspectFile(file, { stats: true })
    expect(format).toBe('torch')
    expect(facts).toEqual([
      ['epoch', '7'],
      ['args', '{"lr":0.5,"name":"x"}'],
    ])
    expect(tensors).toMatchObject([
      { name: 'state_dict.main.0.weight', shape: [2, 2], stats: { min: 1, max: 1, mean: 1 } },
    ])
  })

  it('lists a numpy array', () => {
    const file = fileOf('a.npy')
    scope('test', () => writeNpy(file, tensor([1, 2, 3], { dtype: 'uint8' })))
    expect(inspectFile(file, { stats: true }).tensors).toMatchObject([
      { dtype: 'uint8', shape: [3], bytes: 3, stats: { min: 1, max: 3, mean: 2 } },
    ])
  })

  it('lists a TorchScript file: its tensors, its classes and methods, without running it', () => {
    const script = fileURLToPath(new URL('../fixtures/metrics/scripted-pair.pt', import.meta.url))
    const found = inspectFile(script, { stats: true })
    expect(found.format).toBe('torchscript')
    expect(found.tensors.map(({ name, shape }) => `${name} ${shape}`)).toEqual([
      'maps.weight 6,1,3,3',
      'maps.bias 6',
      'head.weight 3,6',
      'head.bias 3',
    ])
    expect(found.tensors[0]?.stats?.nonFinite).toBe(0)
    expect(found.facts).toContainEqual(['module', '__torch__.Pair'])
    expect(found.facts).toContainEqual(['method', 'forward(images: Tensor) -> Tuple[Tensor, Tensor]'])
    expect(found.facts).toContainEqual(['training', 'false'])
    scope(() => {
      const [weights] = readWeights(
        { file: script, network: 'net' },
        new Map([['net', new Map([['head.bias', [3]]])]]),
      ).values()
      expect([...weights!.keys()]).toEqual(found.tensors.map(({ name }) => name))
    })
  })

  it('lists the arrays of a .npz file', () => {
    // np.savez(f, mu=np.array([1.5, -2.0], dtype=np.float32), sigma=np.array([[4.0, 1.0], [1.0, 9.0]]))
    const file = fileOf(
      'a.npz',
      Buffer.from(
        'UEsDBC0AAAAAAAAAIQDWQ0sF//////////8GABQAbXUubnB5AQAQAIgAAAAAAAAAiAAAAAAAAACTTlVNUFkBAHYAeydkZXNjcic6ICc8ZjQnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgCgAAwD8AAADAUEsDBC0AAAAAAAAAIQCXrMrF//////////8JABQAc2lnbWEubnB5AQAQAKAAAAAAAAAAoAAAAAAAAACTTlVNUFkBAHYAeydkZXNjcic6ICc8ZjgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMiksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgCgAAAAAAABBAAAAAAAAA8D8AAAAAAADwPwAAAAAAACJAUEsBAi0DLQAAAAAAAAAhANZDSwWIAAAAiAAAAAYAAAAAAAAAAAAAAIABAAAAAG11Lm5weVBLAQItAy0AAAAAAAAAIQCXrMrFoAAAAKAAAAAJAAAAAAAAAAAAAACAAcAAAABzaWdtYS5ucHlQSwUGAAAAAAIAAgBrAAAAmwEAAAAA',
        'base64',
      ),
    )
    const { format, tensors } = inspectFile(file)
    expect(format).toBe('npz')
    expect(tensors.map(({ name, dtype, shape }) => [name, dtype, ...shape])).toEqual([
      ['mu', 'float32', 2],
      ['sigma', 'float64', 2, 2],
    ])
  })

  it('lists inputs, outputs, initialisers and operators of an ONNX model', () => {
    const integers = [
      5,
      [
        [1, 2],
        [2, 7],
        [8, 'shape'],
        [7, Buffer.from([3, 5])],
      ],
    ] as const
    const file = fileOf('model.onnx', model(weight, integers))
    const { format, facts, tensors } = inspectFile(file, { stats: true })
    expect(format).toBe('onnx')
    expect(Object.fromEntries(facts)).toMatchObject({
      opset: '17',
      'made by': 'a test',
      graph: 'generator',
      nodes: '1: Gemm 1',
    })
    expect(tensors).toEqual([
      { name: 'z', kind: 'input', dtype: 'float32', shape: ['N', 2], count: null, bytes: null },
      { name: 'image', kind: 'output', dtype: 'float32', shape: ['N', 3], count: null, bytes: null },
      {
        name: 'fc.weight',
        kind: 'initializer',
        dtype: 'float32',
        shape: [2, 3],
        count: 6,
        bytes: 24,
        stats: { min: -2, max: 5, mean: 2.2, nonFinite: 1 },
      },
      {
        name: 'shape',
        kind: 'initializer',
        dtype: 'int64',
        shape: [2],
        count: 2,
        bytes: 16,
        stats: { min: 3, max: 5, mean: 4, nonFinite: 0 },
      },
    ])
  })

  it.each(['state_dict_zip.pt', 'state_dict_legacy.pth', 'full_checkpoint_zip.pt', 'full_checkpoint_legacy.pth'])(
    'lists what PyTorch wrote: %s',
    (name) => {
      const file = sharedPath(`golden/checkpoints/${name}`)
      if (file === null) return
      const { tensors } = inspectFile(file, { stats: true })
      expect(tensors.length).toBeGreaterThan(2)
      expect(tensors.every(({ bytes }) => bytes !== null && bytes > 0)).toBe(true)
    },
  )
})

describe('inspecting files that are damaged or hostile', () => {
  const sevenBits = Buffer.alloc(12, 0xff)
  it.each([
    ['is missing', 'nothing.onnx', undefined, /FILE_UNREADABLE .*does not exist/],
    ['is empty', 'a.pth', '', /FILE_UNREADABLE .*is empty/],
    ['is of another format', 'a.dat', 'hello, this is text', /FILE_UNREADABLE .*no format that is read/],
    ['is text called safetensors', 'a.safetensors', 'hello, this is text', /FILE_INVALID/],
    ['is text called npy', 'a.npy', 'hello', /FILE_INVALID .*not a \.npy file/],
    ['is text called onnx', 'a.onnx', 'hello, this is text', /FILE_UNREADABLE .*a\.onnx/],
    ['is truncated ONNX', 'a.onnx', model(weight).subarray(0, 90), /FILE_UNREADABLE .*truncated or damaged/],
    ['is ONNX without a graph', 'a.onnx', message([1, 8]), /holds no graph/],
    ['has a number without an end', 'a.onnx', Buffer.concat([Buffer.from([8]), sevenBits]), /more than 64 bits/],
    [
      'claims a field of 2^40 bytes',
      'a.onnx',
      Buffer.from([0x0a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20]),
      /needs 1099511627776 bytes/,
    ],
    [
      'has a negative size',
      'a.onnx',
      model([
        5,
        [
          [1, -1n],
          [2, 1],
          [8, 'w'],
        ],
      ]),
      /has the size -1/,
    ],
    [
      'has fewer elements than its shape',
      'a.onnx',
      model([
        5,
        [
          [1, 9],
          [2, 1],
          [8, 'w'],
          [9, floats(1)],
        ],
      ]),
      /needs 36 bytes, found 4/,
    ],
    [
      'has a shape beyond all numbers',
      'a.onnx',
      model([
        5,
        [
          [1, 2n ** 40n],
          [1, 2n ** 40n],
          [2, 1],
          [8, 'w'],
        ],
      ]),
      /is too large/,
    ],
  ])('%s', (_, name, bytes, text) => {
    expect(refusal(fileOf(name, bytes))).toMatch(text)
  })

  it('never throws anything but explained errors, whatever bytes an ONNX file has', () => {
    const good = model(weight)
    for (let at = 0; at < good.length; at += 1) {
      const bytes = Buffer.from(good)
      bytes[at] = (bytes[at] ?? 0) ^ 0x55
      expect(refusal(fileOf('a.onnx', bytes))).toMatch(/^(accepted|FILE_)/)
    }
  })
})
