/** A whole network out of these layers against golden numbers: the ResNet generator of CycleGAN, 6 blocks, width 5. */
import { readFileSync } from 'node:fs'
import { scope, type Tensor } from '@ganymede/torch'
import { describe, expect } from 'vitest'
import { ReLU, Tanh } from '../../src/nn/layers/activations.js'
import { ConvTranspose2d } from '../../src/nn/layers/conv-transpose2d.js'
import { Conv2d } from '../../src/nn/layers/conv2d.js'
import { InstanceNorm2d } from '../../src/nn/layers/instance-norm.js'
import { ReflectionPad2d } from '../../src/nn/layers/padding.js'
import { toChannelsLast } from '../../src/nn/memory-format.js'
import { type Layer, Module } from '../../src/nn/module.js'
import { Sequential } from '../../src/nn/sequential.js'
import { loadGolden, sharedPath, withPrefix } from '../fixtures/golden.js'
import { expectClose } from './expect-close.js'
import { leakTest } from './fixture.js'

const normed = (convolution: Layer, channels: number): Layer[] => [
  convolution,
  new InstanceNorm2d(channels),
  new ReLU(),
]

class Block extends Module implements Layer {
  readonly body: Sequential

  constructor(channels: number) {
    super()
    const convolution = () => new Conv2d(channels, channels, { kernelSize: 3 })
    this.body = this.child(
      'conv_block',
      new Sequential([
        new ReflectionPad2d(1),
        ...normed(convolution(), channels),
        new ReflectionPad2d(1),
        convolution(),
        new InstanceNorm2d(channels),
      ]),
    )
  }

  override forward(x: Tensor): Tensor {
    return scope(() => x.add(this.body.forward(x)))
  }
}

class ResnetGenerator extends Module implements Layer {
  readonly model: Sequential

  constructor(c: number) {
    super()
    const down = (from: number) =>
      normed(new Conv2d(from, 2 * from, { kernelSize: 3, stride: 2, padding: 1 }), 2 * from)
    const up = (from: number) =>
      normed(new ConvTranspose2d(from, from / 2, { kernelSize: 3, stride: 2, padding: 1, outputPadding: 1 }), from / 2)
    this.model = this.child(
      'model',
      new Sequential([
        new ReflectionPad2d(3),
        ...normed(new Conv2d(3, c, { kernelSize: 7 }), c),
        ...down(c),
        ...down(2 * c),
        ...Array.from({ length: 6 }, () => new Block(4 * c)),
        ...up(4 * c),
        ...up(2 * c),
        new ReflectionPad2d(3),
        new Conv2d(c, 3, { kernelSize: 7 }),
        new Tanh(),
      ]),
    )
  }

  override forward(x: Tensor): Tensor {
    return this.model.forward(x)
  }
}

const path = 'cyclegan/resnet6_instance_forward'
const sidecar = sharedPath(`golden/${path}.json`)

describe.skipIf(sidecar === null).each([false, true])('CycleGAN generator, channels-last %s', (channelsLast) => {
  leakTest('has the names of the official state_dict in their order, and gives the golden output', () => {
    const { tensors, about } = loadGolden(path)
    const { state_dict_key_order: names } = JSON.parse(readFileSync(sidecar!, 'utf8'))
    using network = new ResnetGenerator(5)
    expect([...network.stateDict().keys()]).toEqual(names)
    network.loadStateDict(withPrefix(tensors, 'init.G.'))
    if (channelsLast) toChannelsLast(network)
    for (const training of [true, false]) {
      const y = network.train(training).forward(tensors.get('in.x')!)
      expectClose(y, tensors.get('out')!, about.tensors.out!.suggested_atol!)
    }
  })
})
