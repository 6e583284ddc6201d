import { scope } from '@ganymede/torch'
import { describe, it } from 'vitest'
import { openLpips } from '../../../src/metrics/features/lpips-network.js'
import { loadGolden, sharedPath } from '../../fixtures/golden.js'
import { expectGolden } from './expect-golden.js'

const backbone = sharedPath('weights/squeezenet1_1-features.fp32.safetensors')

describe.skipIf(backbone === null)('LpipsNetwork', () => {
  it('gives the distances of the reference, and their parts per layer', async () => {
    const heads = sharedPath('weights/lpips-lin-v0.1.safetensors') ?? ''
    const network = await openLpips(backbone ?? '', heads, { device: 'cpu' })
    scope(() => {
      const golden = loadGolden('metrics/lpips_squeeze')
      const [a, b] = [golden.tensors.get('a')!, golden.tensors.get('b')!]
      expectGolden(golden, 'lpips', network.distances(a, b))
      expectGolden(golden, 'lpips_per_layer', network.perLayer(a, b))
    })
    network.dispose()
  })
})
