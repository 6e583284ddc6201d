/** What one looks at while pix2pix learns: inputs, what is made of them, and the truth, side by side. */
import { cat, stack, type Tensor } from '@ganymede/torch'
import { inColour, withoutAlpha } from '../../pictures/viewable-images.js'
import type { SampleContext, View, ViewImages, ViewRequest } from '../../systems/contract/system.js'
import type { Pix2pixNetworks } from './networks.js'
import type { Pix2pixOptions } from './options.js'
import { translatePix2pix } from './translate.js'

type Context = SampleContext<Pix2pixNetworks, Pix2pixOptions>
type Pix2pixView = View<Pix2pixNetworks, Pix2pixOptions>

// From so many pairs on, a sheet has two of them in a row.
const pairsForTwoColumns = 6

/** The same pairs at every step; dropout, where it stays on, with the same masks. */
const fixed: Pix2pixView = {
  name: 'fixed',
  seeds: 'fixed',
  render: (ctx, request) => comparison(ctx, request, { first: 0, seed: 0 }),
}

/** Other pairs at every step, and other dropout masks. */
const fresh: Pix2pixView = {
  name: 'fresh',
  seeds: 'fresh',
  render: (ctx, request) => comparison(ctx, request, { first: request.seeds[0] ?? 0, seed: request.seeds[0] ?? 0 }),
}

/**
 * Rows of input, output and truth.
 *
 * @param from.first  which of the real pairs comes first, counted around
 * @param from.seed   of the dropout masks
 */
function comparison(
  ctx: Context,
  { count, reals }: ViewRequest,
  { first, seed }: { readonly first: number; readonly seed: number },
): ViewImages {
  const { images, targets } = reals()
  const across = targets === undefined ? 2 : 3
  const there = images.shape[0] ?? 0
  const pairs = Math.min(there, Math.max(1, Math.floor(count / across)))
  const chosen = (all: Tensor) => turned(all, first % Math.max(1, there)).narrow(0, 0, pairs)
  const inputs = chosen(images)
  const outputs = translatePix2pix(ctx, inputs, { seed })
  const columns = [inputs, outputs, ...(targets === undefined ? [] : [chosen(targets)])].map(withoutAlpha)
  const isGrey = columns.every(({ shape }) => shape[1] === 1)
  const titles = ['input', 'output', 'truth'].slice(0, across)
  const groups = pairs >= pairsForTwoColumns ? 2 : 1
  return {
    images: stack(
      columns.map((column) => (isGrey ? column : inColour(column))),
      1,
    ).flatten(0, 1),
    columns: groups * across,
    columnTitles: Array.from({ length: groups * across }, (_, i) => titles[i % across]!),
  }
}

/** The same pictures in the same order around, beginning with another one. */
function turned(all: Tensor, first: number): Tensor {
  const n = all.shape[0] ?? 0
  return first === 0 ? all : cat([all.narrow(0, first, n - first), all.narrow(0, 0, first)])
}

export const pix2pixViews: readonly Pix2pixView[] = [fixed, fresh]
