/** The content digest of a run's files, taken while it trains: no start waits for files to be read. */
import type { Dataset } from '../../data/dataset.js'

/**
 * Reads files in small pieces between the steps. A run that ends first has no digest: then the times of its files decide, and
 * so they do where a file cannot be read, which is no fault of the run.
 *
 * @param record  told the digest once; never after the signal
 */
export async function recordContent(
  dataset: Dataset,
  signal: AbortSignal,
  record: (digest: string) => void,
): Promise<void> {
  if (dataset.info.fileTimes === undefined || dataset.contentDigest === undefined) return
  try {
    const { digest } = await dataset.contentDigest(signal)
    if (digest !== null && !signal.aborted) record(digest)
  } catch {
    // The signal, or a disk that takes no record: whoever writes the next one says so.
  }
}
