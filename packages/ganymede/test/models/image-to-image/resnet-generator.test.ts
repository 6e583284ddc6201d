import { readFileSync } from 'node:fs'
import { memory, noGrad, randn, scope, type Tensor, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import {
  blockPaddings,
  nearestResnetSide,
  ResnetGenerator,
  type ResnetGeneratorOptions,
} from '../../../src/models/image-to-image/resnet-generator.js'
import { Dropout } from '../../../src/nn/layers/dropout.js'
import { Sequential } from '../../../src/nn/sequential.js'
import { expectGolden } from '../../fixtures/expect-golden.js'
import { loadGolden, sharedPath, withPrefix } from '../../fixtures/golden.js'

const colour = { inputChannels: 3, outputChannels: 3 }
const noLr = { lr: 0 }

function withGenerator<T>(options: Partial<ResnetGeneratorOptions>, fn: (network: ResnetGenerator) => T): T {
  return scope('test', () => {
    const network = new ResnetGenerator({ ...colour, ...options })
    try {
      return fn(network)
    } finally {
      network.dispose()
    }
  })
}

const shapesOf = (network: ResnetGenerator) =>
  [...network.stateDict()].map(([name, value]) => [name, value.shape.join()] as const)

describe.skipIf(sharedPath('golden/cyclegan/state_dict_keys.json') === null)('against the authors code', () => {
  it.each([
    ['resnet_9blocks_instance_nodropout', { blocks: 9 }],
    ['resnet_9blocks_instance_dropout', { blocks: 9, dropout: true }],
    ['resnet_6blocks_instance_nodropout', { blocks: 6 }],
    ['resnet_9blocks_batch_dropout', { norm: 'batch', dropout: true }],
  ] as const)('has the names, shapes and number of parameters of %s', (name, options) => {
    const file = sharedPath('golden/cyclegan/state_dict_keys.json')!
    const { parameters, state_dict } = JSON.parse(readFileSync(file, 'utf8')).networks[name]
    withGenerator(options, (network) => {
      expect(shapesOf(network)).toEqual(
        Object.entries(state_dict).map(([key, shape]) => [key, (shape as number[]).join()]),
      )
      expect(network.parameterCount).toBe(parameters)
    })
  })

  it('gives the reference images and what lies between, in training and in evaluation', () => {
    withGenerator({ width: 5, blocks: 6 }, (network) => {
      const golden = loadGolden('cyclegan/resnet6_instance_forward')
      network.loadStateDict(withPrefix(golden.tensors, 'init.G.'))
      const between: Readonly<Record<number, string>> = { 3: 'mid.stem', 9: 'mid.down', 10: 'mid.block0', 21: 'mid.up' }
      noGrad(() => {
        let x: Tensor = golden.tensors.get('in.x')!
        for (const [i, layer] of [...network.model].entries()) {
          x = layer.forward(x)
          if (between[i] !== undefined) expectGolden(golden, between[i], x, noLr)
        }
        expectGolden(golden, 'out', network.forward(golden.tensors.get('in.x')!), noLr)
        expectGolden(golden, 'out', network.eval().forward(golden.tensors.get('in.x')!), noLr)
      })
    })
  })

  it('gives the reference images with batch norm and dropout', () => {
    withGenerator({ width: 4, blocks: 2, norm: 'batch', dropout: true }, (network) => {
      const golden = loadGolden('cyclegan/resnet_bn_dropout_masked_forward')
      const state = new Map(
        [...withPrefix(golden.tensors, 'init.G.')].map(([name, value]) => [
          name,
          name.endsWith('num_batches_tracked') ? value.reshape([]) : value,
        ]),
      )
      network.loadStateDict(state)
      const x = golden.tensors.get('in.x')!
      noGrad(() => {
        expectGolden(golden, 'out.eval', network.eval().forward(x), noLr)
        network.train()
        expectGolden(golden, 'out.train', maskedForward(network, x, golden.tensors), noLr)
      })
    })
  })
})

/** The forward pass with the masks of a file in the place of dropout's own. */
function maskedForward(network: ResnetGenerator, images: Tensor, masks: ReadonlyMap<string, Tensor>): Tensor {
  const run = (layers: Sequential, prefix: string, input: Tensor): Tensor =>
    [...layers].reduce((x, layer, i) => {
      const inner = layer.children().get('conv_block')
      if (inner instanceof Sequential) return x.add(run(inner, `${prefix}.${i}.conv_block`, x))
      return layer instanceof Dropout ? x.mul(masks.get(`mask.${prefix}.${i}`)!).mul(2) : layer.forward(x)
    }, input)
  return run(network.model, 'model', images)
}

describe('residual generator', () => {
  it.each([
    ['no blocks, one channel to two', { blocks: 0, inputChannels: 1, outputChannels: 2 }],
    ['eleven blocks', { blocks: 11 }],
    ['batch norm', { norm: 'batch', blocks: 1 }],
    ['no norm', { norm: 'none', blocks: 1 }],
    ['dropout', { dropout: true, blocks: 1 }],
    ['replicated edges', { padding: 'replicate', blocks: 1 }],
    ['zeros', { padding: 'zero', blocks: 1 }],
    ['resize and convolution', { upsampling: 'resize', blocks: 1 }],
  ] as const)('keeps the size of images and their range with %s', (_, options) => {
    withGenerator({ width: 2, ...options }, (network) => {
      const { inputChannels, outputChannels } = network
      const y = network.forward(randn([2, inputChannels, 12, 20]))
      expect(y.shape).toEqual([2, outputChannels, 12, 20])
      expect(y.detach().abs().max().item()).toBeLessThanOrEqual(1)
    })
  })

  it('keeps the names of the first layers whatever stands between, and numbers the others as the authors do', () => {
    const weights = (options: Partial<ResnetGeneratorOptions>) =>
      withGenerator({ width: 2, blocks: 1, ...options }, (network) =>
        [...network.stateDict().keys()].filter((name) => name.endsWith('weight')).map((name) => name.slice(6, -7)),
      )
    const blocks = blockPaddings.map((padding) => weights({ padding }).slice(3, 5).join())
    expect(blocks).toEqual(Array(2).fill('10.conv_block.1,10.conv_block.5').concat('10.conv_block.0,10.conv_block.3'))
    expect(weights({ dropout: true }).slice(3, 5)).toEqual(['10.conv_block.1', '10.conv_block.6'])
    expect(weights({}).slice(5)).toEqual(['11', '14', '18'])
    expect(weights({ upsampling: 'resize' }).slice(5)).toEqual(['13', '18', '22'])
  })

  it('gives every weight a gradient and keeps nothing alive but its result', () => {
    withGenerator({ width: 2, blocks: 2 }, (network) => {
      const images = randn([1, 3, 16, 16])
      const live = memory().live
      const y = network.forward(images)
      expect(memory().live).toBe(live + 1)
      y.square().mean().backward()
      for (const [name, value] of network.namedParameters()) {
        expect(value.grad, name).not.toBeNull()
        if (name.endsWith('weight')) expect(value.grad!.abs().max().item(), name).toBeGreaterThan(0)
      }
    })
  })

  it('refuses images of other channels, and sides that cannot be halved twice with the nearest that can', () => {
    withGenerator({ width: 2, blocks: 1 }, (network) => {
      const refusal = (shape: number[]) => {
        try {
          network.forward(zeros(shape))
        } catch (error) {
          return error as { code: string; message: string; lines: string[] }
        }
        throw new Error('not refused')
      }
      expect(refusal([1, 1, 16, 16])).toMatchObject({ code: 'SHAPE_MISMATCH' })
      const odd = refusal([1, 3, 30, 17])
      expect(odd).toMatchObject({ code: 'SHAPE_MISMATCH' })
      expect([odd.message, ...odd.lines].join('\n')).toMatch(/17 x 30[\s\S]*16 x 32/)
      expect(refusal([1, 3, 4, 16]).lines.join()).toContain('16 x 8')
    })
    expect([1, 8, 9, 11, 254, 256].map(nearestResnetSide)).toEqual([8, 8, 8, 12, 256, 256])
  })
})
