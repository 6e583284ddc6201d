/** What a classifier learns from: numbered images of one size with the class of each. Every labelled data set is one. */

/** Numbered images of one size. */
export interface ImageSource {
  readonly count: number
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  /** SHA-256 of the content; other images have another one. */
  readonly fingerprint: string
  /** `[height, width, channels]` uint8; the bytes may belong to a cache. */
  read(index: number): Promise<Uint8Array>
}

/** Images whose classes are known. */
export interface LabelledImages extends ImageSource {
  /** Names of the classes; at least 2. */
  readonly classes: readonly string[]
  label(index: number): number
}

/** Reads images in the order given into one array `[n, h, w, c]`. */
export async function readImages(source: ImageSource, indices: ArrayLike<number>): Promise<Uint8Array> {
  const size = source.height * source.width * source.channels
  const pixels = new Uint8Array(indices.length * size)
  await Promise.all(
    Array.from(indices, async (index, i) => {
      pixels.set(await source.read(index), i * size)
    }),
  )
  return pixels
}
