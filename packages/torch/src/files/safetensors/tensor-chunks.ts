/** The elements of a tensor as a stream of bytes, so that saving never holds a whole file in memory. */

import { noGrad } from '../../grad-mode.js'
import { raw } from '../../raw.js'
import { itemSize } from '../../tensor/dtype.js'
import { scope } from '../../tensor/scope.js'
import { keep, type Tensor } from '../../tensor/tensor.js'

const CHUNK = 4 << 20

/**
 * @internal The elements in row-major order, little endian, in fresh arrays of at most 4 MiB.
 *
 * A tensor that is not contiguous (a transposed view, channels-last) is made so first, one at a time.
 */
export function* tensorChunks(value: Tensor): Generator<Uint8Array, void, void> {
  const item = itemSize(value.dtype)
  const count = value.numel
  if (count === 0) return
  // Kept, because the caller may close a scope between two chunks.
  const flat = keep(scope(() => noGrad(() => resolved(value).reshape([-1]))))
  try {
    const step = Math.floor(CHUNK / item)
    for (let start = 0; start < count; start += step) {
      yield scope(() => noGrad(() => flat.narrow(0, start, Math.min(step, count - start)).bytes()))
    }
  } finally {
    flat.dispose()
  }
}

// conj() and its relatives only mark a tensor; the bytes in memory are those before it.
function resolved(value: Tensor): Tensor {
  const plain = value.detach().contiguous()
  return raw('aten::resolve_neg')(raw('aten::resolve_conj')(plain))
}
