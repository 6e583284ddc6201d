// @ts-check
/** A Python that can import torch, for comparisons. */
import { askPythonForTorch, findPythons } from '../../packages/torch/setup/find-python.mjs'

/**
 * `GANYMEDE_BENCH_PYTHON` where it is set, else the first Python that has torch.
 *
 * @returns {Promise<string | null>}
 */
export async function findPythonTorch() {
  const context = { env: process.env }
  const named = process.env.GANYMEDE_BENCH_PYTHON
  const candidates = named ? [named] : findPythons(context).map(({ path }) => path)
  for (const python of candidates) {
    const { root } = await askPythonForTorch(context, python)
    if (root !== null) return python
  }
  return null
}

/** What to say where there is none. */
export const noPythonTorch =
  'No Python with torch was found (GANYMEDE_BENCH_PYTHON, python3, python): only our own figures follow.'
