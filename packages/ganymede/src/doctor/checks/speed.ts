/** Training that waits. */
import { percent, recent, text } from '../curves.js'
import type { Evidence } from '../evidence.js'
import { type Finding, finding } from '../finding.js'

const mostWaiting = 0.4
const leastWaitingSeconds = 10
const leastRows = 5

/** Much of the time is spent waiting for images. */
export function findDataStarvation({ scalars }: Evidence): Finding | null {
  const parts = scalars.map((record) => ({
    data: record['time/data'],
    d: record['time/d'],
    g: record['time/g'],
    other: record['time/other'],
  }))
  const rows = parts.flatMap(({ data, ...work }) =>
    typeof data === 'number'
      ? [
          {
            data,
            all: data + Object.values(work).reduce<number>((sum, one) => sum + (typeof one === 'number' ? one : 0), 0),
          },
        ]
      : [],
  )
  if (rows.length < leastRows) return null
  const last = recent(rows.map((_, index) => index)).map((index) => rows[index])
  const waiting = last.reduce((sum, row) => sum + (row?.data ?? 0), 0)
  const share = waiting / last.reduce((sum, row) => sum + (row?.all ?? 0), 1e-9)
  if (share < mostWaiting || waiting < leastWaitingSeconds) return null
  return finding({
    code: 'DATA_STARVATION',
    severity: 'warning',
    isTiming: true,
    title: `Training waits for images ${percent(share)} of the time`,
    evidence: [
      `${text(waiting)} s of the last log lines were spent waiting for data (${percent(mostWaiting)} is too much)`,
    ],
    cause: 'images are decoded or read more slowly than they are used',
    remedy: 'Convert the images once to the size that is trained: ganymede data prepare <folder> <target> --size <n>.',
  })
}
