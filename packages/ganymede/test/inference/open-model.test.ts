import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { latentFromSeed } from '@ganymede/core/random'
import { defaultPrecision, memory, scope, tensor } from '@ganymede/torch'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadModel } from '../../src/api/load-model.js'
import { findSystem } from '../../src/models/registry.js'
import type { Layer } from '../../src/nn/module.js'
import { resolveOptions } from '../../src/options/resolve-options.js'
import { startTraining } from '../../src/training/start-training.js'
import { expectClose } from '../nn/expect-close.js'

// One run of one step for the whole file, with an average beside the generator.
const out = fs.mkdtempSync(path.join(os.tmpdir(), 'ganymede-open-model-'))
afterAll(() => fs.rmSync(out, { recursive: true, force: true }))
const latentDim = 8

beforeAll(async () => {
  const system = findSystem('dcgan')
  const { options } = resolveOptions(system, {
    sets: [
      'data.path=builtin:glyphs?count=8',
      ...['size=16', 'widthG=4', 'widthD=4', `latentDim=${latentDim}`].map((one) => `model.${one}`),
      ...['steps=1', 'batch=4', 'gridSize=4', 'threads=1', 'ema=0.9'].map((one) => `train.${one}`),
    ],
  })
  await startTraining({ system, options, out })
})

const BF16 = 0.02 // of images in [-1, 1]: eight bits of mantissa, through three layers

describe('an open model', () => {
  it('computes in the precision asked for, and float32 otherwise', () => {
    const images = (['float32', 'bfloat16'] as const).map((precision) => {
      const model = loadModel('1', { out, precision })
      expect(model.precision).toBe(precision)
      const made = scope('made', () => {
        const z = tensor(latentFromSeed(3, latentDim), { shape: [1, latentDim] })
        const image = model.infer(() => (model.context.ema as Layer).forward(z))
        expect(image.dtype).toBe(precision)
        return image.to({ dtype: 'float32' }).floats()
      })
      // Weights stay as they are: the networks can be used without preparation, and saved.
      const [weight] = (model.context.ema as Layer).parameters()
      expect(weight?.dtype).toBe('float32')
      model.dispose()
      return made
    })
    const [full = new Float32Array(), half = new Float32Array()] = images
    expect(half).not.toEqual(full)
    scope('close', () => {
      const shape = [full.length]
      expectClose(tensor(Float32Array.from(half), { shape }), tensor(Float32Array.from(full), { shape }), BF16)
    })
    const usual = loadModel('1', { out })
    expect(usual.precision).toBe('float32')
    usual.dispose()
  })

  it("takes the machine's fastest precision for auto", () => {
    const model = loadModel('1', { out, precision: 'auto' })
    expect(model.precision).toBe(defaultPrecision('cpu'))
    model.dispose()
  })

  it('leaves no tensors behind, prepared or not', () => {
    const before = memory().live
    const model = loadModel('1', { out, precision: 'bfloat16' })
    const pictures = model.sample({ seeds: [1, 2] })
    expect(pictures).toHaveLength(2)
    expect(model.sample({ seeds: [2] })[0]).toEqual(pictures[1])
    model.dispose()
    expect(memory().live).toBe(before)
  })
})
