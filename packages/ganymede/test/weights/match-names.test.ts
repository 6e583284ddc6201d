import { describe, expect, it } from 'vitest'
import { isRefolding, matchNames } from '../../src/weights/match-names.js'

const shapes = (entries: Readonly<Record<string, readonly number[]>>) => new Map(Object.entries(entries))
const network = shapes({
  'main.0.weight': [8, 4, 4, 4],
  'main.1.weight': [8],
  'main.1.bias': [8],
  'main.1.num_batches_tracked': [],
})

describe('matching names of a file with those of a network', () => {
  it('takes equal names as they are', () => {
    const match = matchNames(network, network)
    expect(match).toMatchObject({ conflicts: [], missing: [], unexpected: [] })
    expect(match.pairs).toHaveLength(4)
    expect(match.renaming).toBeUndefined()
  })

  it.each([
    ['of DataParallel', 'module.main.', 'without wrappers'],
    ['of a compiled model', '_orig_mod.main.', 'without wrappers'],
    ['of both', 'module._orig_mod.main.', 'without wrappers'],
    ['of a module around it', 'netG.model.main.', 'without netG.model.'],
    ['of another container', 'layers.', 'without layers., with main.'],
    ['missing altogether', '', 'with main.'],
  ])('sees through a prefix %s', (_, prefix, renaming) => {
    const file = new Map([...network].map(([name, shape]) => [name.replace('main.', prefix), shape]))
    const match = matchNames(network, file)
    expect(match.pairs.map(({ target }) => target)).toEqual([...network.keys()])
    expect(match.renaming).toBe(renaming)
  })

  it('tells what is missing, unexpected, reshaped and of another shape', () => {
    const match = matchNames(
      network,
      shapes({ 'main.0.weight': [8, 4, 16], 'main.1.weight': [16], 'main.9.weight': [3] }),
    )
    expect(match.pairs).toEqual([{ target: 'main.0.weight', source: 'main.0.weight', isReshaped: true }])
    expect(match.conflicts).toEqual([{ target: 'main.1.weight', source: 'main.1.weight', expected: [8], found: [16] }])
    expect(match.missing).toEqual(['main.1.bias'])
    expect(match.unexpected).toEqual(['main.9.weight'])
  })

  it('knows the words of the VAE in pytorch/examples', () => {
    const ours = shapes({ 'fc1.bias': [4], 'fc2.bias': [2], 'fc3.bias': [2], 'fc4.bias': [4], 'fc5.bias': [9] })
    const theirs = shapes({ 'fc1.bias': [4], 'fc21.bias': [2], 'fc22.bias': [2], 'fc3.bias': [4], 'fc4.bias': [9] })
    const pairs = matchNames(ours, theirs).pairs.map(({ target, source }) => `${source}>${target}`)
    expect(pairs).toEqual([
      'fc1.bias>fc1.bias',
      'fc21.bias>fc2.bias',
      'fc22.bias>fc3.bias',
      'fc3.bias>fc4.bias',
      'fc4.bias>fc5.bias',
    ])
  })

  it('knows spectral norm as newer versions of PyTorch keep it', () => {
    const ours = shapes({ 'fc.bias': [2], 'fc.weight_orig': [2, 3], 'fc.weight_u': [2], 'fc.weight_v': [3] })
    const theirs = shapes({
      'fc.bias': [2],
      'fc.parametrizations.weight.original': [2, 3],
      'fc.parametrizations.weight.0._u': [2],
      'fc.parametrizations.weight.0._v': [3],
    })
    expect(matchNames(ours, theirs).pairs).toHaveLength(4)
  })

  it('pairs layers in their order only when all of them agree in kind and shape', () => {
    const other = shapes({ 'deconv.weight': [8, 4, 4, 4], 'norm.weight': [8], 'norm.bias': [8] })
    expect(matchNames(network, other).pairs.map(({ source }) => source)).toEqual([...other.keys()])
    expect(matchNames(network, shapes({ 'deconv.weight': [8, 4, 4, 4], 'norm.weight': [8] })).pairs).toEqual([])
  })
})

describe('reading elements in another shape', () => {
  it.each([
    [[], [1], true],
    [[10, 49], [10, 1, 7, 7], true],
    [[3, 1, 2], [3, 2], true],
    [[2, 6], [3, 4], false],
    [[4, 8], [8, 4], false],
    [[4], [5], false],
    [[2, 2], [2, 2, 2], false],
    [[0, 3], [3], false],
  ] as const)('%j and %j: %s', (a, b, answer) => {
    expect(isRefolding(a, b)).toBe(answer)
    expect(isRefolding(b, a)).toBe(answer)
  })
})
