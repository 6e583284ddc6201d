/** What one looks at while a VAE learns: reconstructions, the latent manifold, and walks along single dimensions. */
import { cat, linspace, scope, stack, type Tensor, zeros } from '@ganymede/torch'
import { latentPlane } from '../../pictures/latent-plane.js'
import { labelTensor } from '../../pictures/latents.js'
import { toImageTensor, toPictures } from '../../pictures/real-images.js'
import { scatterPicture } from '../../pictures/scatter-picture.js'
import type {
  DataShape,
  RealBatch,
  SampleContext,
  View,
  ViewImages,
  ViewRequest,
} from '../../systems/contract/system.js'
import type { VaeNetwork } from './networks.js'
import type { VaeOptions } from './options.js'
import { toUnit, type VaeNetworks } from './step.js'

type Context = SampleContext<VaeNetworks, VaeOptions>
type VaeView = View<VaeNetworks, VaeOptions>

/** The averaged network where there is one and it is wanted. */
export function chosenNetwork({ networks, ema }: Context, useEma = true): VaeNetwork {
  return useEma && ema !== null ? (ema as VaeNetwork) : networks.vae
}

// Latents decoded at a time: bounds the memory of large sheets.
const chunk = 100

/**
 * Means of the pixels given latents.
 *
 * @param z       `[N, Z]`
 * @param labels  `[N]`, int64, for a conditional network
 * @returns `[N, C, H, W]` in [-1, 1]
 */
export function decodeImages(network: VaeNetwork, z: Tensor, labels: Tensor | null = null): Tensor {
  const classes = labels?.split(chunk) ?? []
  // 2 σ(x) − 1 = tanh(x / 2)
  const images = z.split(chunk).map((part, i) => network.decode(part, classes[i]).mul(0.5).tanh())
  return images.length === 1 ? images[0]! : cat(images)
}

/**
 * Posterior means of images.
 *
 * @param images  `[N, C, H, W]` in [-1, 1]
 * @param labels  `[N]`, int64, for a conditional network
 * @returns `[N, Z]`, float32
 */
export function encodeImages(network: VaeNetwork, images: Tensor, labels: Tensor | null = null): Tensor {
  const classes = labels?.split(chunk) ?? []
  const means = images.split(chunk).map((part, i) =>
    scope('encode', () => {
      const { mu } = network.encode(toUnit(part), classes[i])
      return mu
    }),
  )
  return means.length === 1 ? means[0]! : cat(means)
}

/** Latents of a sheet decoded; with classes, those of the class that the options choose. */
function decodeSheet(ctx: Context, z: Tensor): Tensor {
  const { conditional, planeClass } = ctx.options
  const n = z.shape[0]!
  return decodeImages(
    chosenNetwork(ctx),
    z,
    conditional ? labelTensor(new Array(n).fill(planeClass), ctx.device) : null,
  )
}

/** Posterior means of real images, by the network that is shown. */
function meansOf(ctx: Context, { images, labels }: RealBatch): Tensor {
  return encodeImages(chosenNetwork(ctx), images, labels)
}

const judgedAtMost = 1000
// Images are kept by the run: this much memory at most.
const judgedBytes = 32 * 2 ** 20

/** Real images that say how latents are used. */
function judgedImages({ channels, height, width }: DataShape): number {
  return Math.max(2, Math.min(judgedAtMost, Math.floor(judgedBytes / (channels * height * width))))
}

const pairsAcross = 8

/** Real images, and beside each what the decoder makes of its posterior mean. */
const reconstructions: VaeView = {
  name: 'reconstructions',
  seeds: 'fixed',
  render(ctx: Context, { count, reals }: ViewRequest): ViewImages {
    const { images, labels } = reals(Math.max(1, Math.floor(count / 2)))
    const network = chosenNetwork(ctx)
    const made = decodeImages(network, network.encode(toUnit(images), labels).mu, labels)
    const pairs = images.shape[0]!
    const columns = 2 * Math.min(pairsAcross, pairs)
    return {
      images: stack([images, made], 1).flatten(0, 1),
      columns,
      columnTitles: Array.from({ length: columns }, (_, i) => (i % 2 === 0 ? 'real' : 'reconstruction')),
    }
  },
}

/**
 * Latents of an n × n grid over a plane: both coordinates are quantiles (i + ½) / n of the standard normal distribution,
 * so that equal areas of the sheet have equal probability under the prior.
 *
 *     z = Φ⁻¹(p) = √2 erf⁻¹(2p − 1)
 *
 * @returns `[n², Z]`, in reading order: x grows to the right, y upwards; all other dimensions are 0
 */
export function manifoldLatents(
  n: number,
  { latentDim, plane: [x, y] }: { readonly latentDim: number; readonly plane: Plane },
  device: string,
): Tensor {
  const quantiles = linspace(1 / n - 1, 1 - 1 / n, n, { device })
    .erfinv()
    .mul(Math.SQRT2) // [n]
  const latents = zeros([n, n, latentDim], { device })
  latents.select(2, x).copy_(quantiles)
  if (latentDim > 1) latents.select(2, y).copy_(quantiles.flip([0]).unsqueeze(1))
  return latents.flatten(0, 1)
}

type Plane = readonly [x: number, y: number]

/**
 * The two latent dimensions that are shown: as asked for, else those whose means vary most over real images, in the order of
 * their numbers. The others show hardly anything: a VAE leaves what it does not need at the prior.
 */
function planeOf({ latentDim, planeX, planeY }: VaeOptions, means: () => Tensor): Plane {
  if (planeX !== 'auto' && planeY !== 'auto') return [planeX, planeY]
  if (latentDim <= 2) {
    const x = planeX !== 'auto' ? planeX : planeY === 0 && latentDim > 1 ? 1 : 0
    return [x, planeY === 'auto' ? 1 - x : planeY]
  }
  const variances = scope(() => means().variance([0], { correction: 0 }).toArray() as number[])
  const asked = planeX !== 'auto' ? planeX : planeY
  const byActivity = [...variances.keys()]
    .filter((d) => d !== asked)
    .sort((a, b) => (variances[b] ?? 0) - (variances[a] ?? 0) || a - b)
  const [first = 0, second = 1] = byActivity
  if (planeX !== 'auto') return [planeX, first]
  return planeY !== 'auto' ? [first, planeY] : first < second ? [first, second] : [second, first]
}

/** The plane that the options choose, decoded; with two latent dimensions all that the model knows. */
const manifold: VaeView = {
  name: 'manifold',
  seeds: 'fixed',
  count: (_, { latentDim, manifoldSize }) => (latentDim === 1 ? manifoldSize : manifoldSize ** 2),
  realCount: judgedImages,
  render(ctx: Context, { reals }: ViewRequest): ViewImages {
    const { manifoldSize: n, latentDim } = ctx.options
    const plane = planeOf(ctx.options, () => meansOf(ctx, reals()))
    const latents = manifoldLatents(n, { latentDim, plane }, ctx.device)
    // With one dimension all rows are alike.
    const z = latentDim === 1 ? latents.narrow(0, 0, n) : latents
    const axes = latentDim === 1 ? 'z0 to the right' : `z${plane[0]} to the right, z${plane[1]} upwards`
    return { images: decodeSheet(ctx, z), columns: n, columnTitles: new Array(n).fill(axes) }
  },
}

const traversalSteps = 9
const traversalRows = 32
const traversalReach = 3

/** One latent dimension a row, from −3 to 3, the others at 0: what does each stand for? */
const traversal: VaeView = {
  name: 'traversal',
  seeds: 'fixed',
  count: (_, { latentDim }) => Math.min(traversalRows, latentDim) * traversalSteps,
  render(ctx: Context): ViewImages {
    const { latentDim } = ctx.options
    const rows = Math.min(traversalRows, latentDim)
    const places = linspace(-traversalReach, traversalReach, traversalSteps, { device: ctx.device })
    const latents = zeros([rows, traversalSteps, latentDim], { device: ctx.device })
    for (let d = 0; d < rows; d++) latents.select(0, d).select(1, d).copy_(places)
    const stride = (2 * traversalReach) / (traversalSteps - 1)
    return {
      images: decodeSheet(ctx, latents.flatten(0, 1)),
      columns: traversalSteps,
      columnTitles: Array.from({ length: traversalSteps }, (_, i) => String(i * stride - traversalReach)),
      labels: Array.from({ length: rows * traversalSteps }, (_, i) => `z${Math.floor(i / traversalSteps)}`),
    }
  },
}

const walkRows = 8
const walkSteps = 10

/** One pair of real images a row, and the straight way from the posterior mean of one to that of the other. */
const interpolation: VaeView = {
  name: 'interpolation',
  seeds: 'fixed',
  count: ({ count }) => Math.max(1, Math.min(walkRows, Math.floor(count / 2))) * walkSteps,
  realCount: () => 2 * walkRows,
  render(ctx: Context, { count, reals }: ViewRequest): ViewImages {
    const rows = count / walkSteps
    const { images, labels } = reals(2 * rows)
    const network = chosenNetwork(ctx)
    const means = encodeImages(network, images, labels) // [images, Z]
    const share = linspace(0, 1, walkSteps, { device: ctx.device }).view([1, walkSteps, 1])
    const last = images.shape[0]! - 1
    const [from, to] = [0, rows].map((first) => {
      // With one image alone both ends are the same.
      const places = Array.from({ length: rows }, (_, i) => means.narrow(0, Math.min(first + i, last), 1))
      return stack(places) // [rows, 1, Z]
    }) as [Tensor, Tensor]
    const z = from.add(to.sub(from).mul(share)).flatten(0, 1)
    // A conditional decoder is told the class of the first.
    const classes = labels === null ? null : labels.narrow(0, 0, rows).repeatInterleave(walkSteps)
    return { images: decodeImages(network, z, classes), columns: walkSteps }
  },
}

/** Where real images lie in latent space, coloured by class: do the latents fill the prior, do classes part? */
const scatter: VaeView = {
  name: 'scatter',
  seeds: 'fixed',
  count: () => 1,
  realCount: judgedImages,
  render(ctx: Context, { reals }: ViewRequest): ViewImages {
    const { options, data } = ctx
    const { images, labels } = reals()
    const means = meansOf(ctx, { images, labels })
    const axes = options.scatter === 'plane' ? planeOf(options, () => means) : options.scatter
    const { x, y } = latentPlane(means, axes)
    const classOf = labels === null ? null : Array.from(labels.data() as BigInt64Array, Number)
    const examples = data.classes?.map((_, label) => {
      const first = classOf?.indexOf(label) ?? -1
      return first < 0 ? undefined : toPictures(images.narrow(0, first, 1))[0]
    })
    const classes = data.classes?.length ?? 0
    const drawn = scatterPicture(
      { x, y, labels: classOf },
      { classes, ...(examples === undefined ? {} : { examples }) },
    )
    const shape = [1, drawn.height, drawn.width, drawn.channels] as const
    return { images: toImageTensor(drawn.data, shape, { device: 'cpu', channelsLast: false }), columns: 1, enlarged: 1 }
  },
}

export const vaeViews: readonly VaeView[] = [reconstructions, manifold, traversal, interpolation, scatter]
