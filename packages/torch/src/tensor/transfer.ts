/** Moving tensors between threads without copying. */

import { native } from '../addon/load.js'
import { requireTensor } from '../arguments.js'
import { Tensor } from './tensor.js'

/**
 * Takes a tensor out of this thread and gives a number for `postMessage`; the tensor is disposed of here.
 *
 * Storage is shared, not copied: views of it in this thread stay valid and see later writes. A tensor that no thread
 * receives stays in memory (`memory().inTransit` counts them).
 *
 * @throws TorchError `OP_FAILED` for a result of recorded operators: `detach()` it first
 */
export function exportTensor(tensor: Tensor): number {
  requireTensor('exportTensor', 'tensor', tensor)
  const id = native().exportTensor(tensor.handle)
  tensor.forget()
  return id
}

/**
 * Receives a tensor by the number that {@link exportTensor} gave in another thread.
 *
 * @throws TorchError `OP_FAILED` for a number that was not given out, or whose tensor was received already
 */
export function importTensor(id: number): Tensor {
  return new Tensor(native().importTensor(id), 'importTensor')
}
