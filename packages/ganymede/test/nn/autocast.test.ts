import { autocast, Generator, randn } from '@ganymede/torch'
import { expect } from 'vitest'
import { LeakyReLU, Tanh } from '../../src/nn/layers/activations.js'
import { BatchNorm } from '../../src/nn/layers/batch-norm.js'
import { ConvTranspose2d } from '../../src/nn/layers/conv-transpose2d.js'
import { Conv2d } from '../../src/nn/layers/conv2d.js'
import { Dropout2d } from '../../src/nn/layers/dropout.js'
import { GroupNorm } from '../../src/nn/layers/group-norm.js'
import { InstanceNorm2d } from '../../src/nn/layers/instance-norm.js'
import { LayerNorm } from '../../src/nn/layers/layer-norm.js'
import { Linear } from '../../src/nn/layers/linear.js'
import { ReflectionPad2d } from '../../src/nn/layers/padding.js'
import { Flatten } from '../../src/nn/layers/shape.js'
import { spectralNorm } from '../../src/nn/layers/spectral-norm.js'
import { Upsample } from '../../src/nn/layers/upsample.js'
import { toChannelsLast } from '../../src/nn/memory-format.js'
import { Sequential } from '../../src/nn/sequential.js'
import { expectClose } from './expect-close.js'
import { leakTest } from './fixture.js'

/** bfloat16 has 8 bits of mantissa; errors of nine layers add up. */
const BF16 = 0.05

for (const channelsLast of [false, true]) {
  leakTest(`runs in bfloat16 with float32 parameters, gradients and statistics, channels-last ${channelsLast}`, () => {
    const rng = new Generator(1)
    using network = new Sequential([
      spectralNorm(new Conv2d(3, 16, { kernelSize: 4, stride: 2, padding: 1, rng }), { rng }),
      new BatchNorm(16),
      new LeakyReLU(0.2, { inPlace: true }),
      new ReflectionPad2d(1),
      new Conv2d(16, 16, { kernelSize: 3, rng }),
      new InstanceNorm2d(16),
      new Upsample({ scaleFactor: 2 }),
      new GroupNorm(4, 16),
      new ConvTranspose2d(16, 8, { kernelSize: 2, stride: 2, rng }),
      new Dropout2d(0, { rng }),
      new Flatten(),
      new LayerNorm(8 * 16 * 16),
      new Linear(8 * 16 * 16, 4, { rng }),
      new Tanh(),
    ])
    if (channelsLast) toChannelsLast(network)
    const saved = new Map([...network.stateDict()].map(([name, value]) => [name, value.detach().clone()]))
    const x = randn([4, 3, 8, 8], { generator: rng })
    const expected = network.forward(x)
    network.loadStateDict(saved)
    const y = autocast({ dtype: 'bfloat16' }, () => network.forward(x))
    expectClose(y.to({ dtype: 'float32' }), expected, BF16)
    y.to({ dtype: 'float32' }).square().mean().backward()
    for (const [name, parameter] of network.namedParameters())
      expect([name, parameter.grad!.dtype]).toEqual([name, 'float32'])
    for (const [name, buffer] of network.namedBuffers()) {
      expect([name, buffer.dtype]).toEqual([name, name.endsWith('num_batches_tracked') ? 'int64' : 'float32'])
    }
    rng.dispose()
  })
}
