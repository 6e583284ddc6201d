/** Parts of a file as tensors: views of a private mapping, or copies that were read piece by piece. */

import { empty, fromFile } from '../ops.generated.js'
import type { DType } from '../tensor/dtype.js'
import { scope } from '../tensor/scope.js'
import { keep, type Tensor } from '../tensor/tensor.js'
import { fileInvalid, type OpenFile } from './open-file.js'

const PIECE = 4 << 20

/**
 * @internal Gives byte ranges of an open file as one-dimensional uint8 tensors.
 *
 * A mapping is private: writing to such a tensor copies the page and leaves the file alone. The mapping lives as long as
 * any tensor over it. It survives that the file is unlinked or renamed; a file that is cut shorter in place kills the
 * process on the next access (SIGBUS), which is why `map: false` exists.
 */
export class FileTensors {
  readonly #file: OpenFile
  readonly #map: boolean
  #mapped: Tensor | null = null

  constructor(file: OpenFile, map: boolean) {
    this.#file = file
    this.#map = map
  }

  /**
   * Bytes `offset … offset + length` of the file, `[length]` uint8, to be reinterpreted by {@link reinterpret}.
   *
   * @param alignment  largest item size in bytes that the caller will reinterpret to; a range of the mapping that does
   *                   not begin at a multiple of it is copied
   */
  take(offset: number, length: number, alignment: number): Tensor {
    if (offset + length > this.#file.size) {
      throw fileInvalid(this.#file.path, `ends at byte ${this.#file.size}, but needs ${offset + length} bytes`)
    }
    if (length === 0) return empty([0], { dtype: 'uint8' })
    if (!this.#map) return this.#copy(offset, length)
    return scope('file-tensors', () => {
      const part = this.#mapping().narrow(0, offset, length)
      return offset % alignment === 0 ? part : part.clone()
    })
  }

  /** Lets go of the mapping; tensors taken from it keep it alive. */
  close(): void {
    this.#mapped?.dispose()
    this.#mapped = null
  }

  #mapping(): Tensor {
    if (this.#mapped === null) {
      const { path, size } = this.#file
      this.#mapped = keep(fromFile(path, { shared: false, size, dtype: 'uint8' }))
      // The header was read through another descriptor than the mapping.
      this.#file.assertUnchanged()
    }
    return this.#mapped
  }

  #copy(offset: number, length: number): Tensor {
    return scope('file-tensors', () => {
      const out = empty([length], { dtype: 'uint8' })
      const piece = new Uint8Array(Math.min(PIECE, length))
      for (let done = 0; done < length; done += piece.byteLength) {
        const part = piece.subarray(0, Math.min(piece.byteLength, length - done))
        this.#file.readInto(offset + done, part)
        const target = out.narrow(0, done, part.byteLength)
        target.write(part)
        target.dispose()
      }
      return out
    })
  }
}

/**
 * @internal One-dimensional uint8 tensor → the same bytes as `[n]` of another dtype, without copying.
 *
 * @param describe  names the tensor for the error
 * @throws TorchError `FILE_INVALID` when a bool holds another byte than 0 and 1, which no operator expects
 */
export function reinterpret(bytes: Tensor, dtype: DType, path: string, describe: () => string): Tensor {
  if (dtype === 'uint8') return bytes
  if (bytes.numel === 0) return empty([0], { dtype })
  if (dtype === 'bool') {
    const largest = scope(() => bytes.max().item())
    if (largest > 1) throw fileInvalid(path, `${describe()} is bool, but holds the byte ${largest}`)
  }
  return bytes.viewDtype(dtype)
}
