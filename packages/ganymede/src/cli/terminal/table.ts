/** Tables of text, and bytes and dates as people read them. */
import picocolors from 'picocolors'

import { printable, type TextStyle, textWidth } from '../../terminal/terminal-text.js'

/** A column of a table. */
export interface TableColumn {
  readonly title: string
  /** Numbers stand at the right. */
  readonly isNumber?: boolean
}

const widestColumn = 160

/** Rows below their titles, columns as wide as needed, up to 160. Lines are not cut: they may be piped on. */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  { colour }: TextStyle,
): string[] {
  const titles = columns.map(({ title }) => printable(title))
  const cells = rows.map((row) => row.map(printable))
  // There may be more rows than a call takes arguments, and one long name must not make all of them long.
  const widths = titles.map((title, index) =>
    Math.min(
      widestColumn,
      cells.reduce((widest, row) => Math.max(widest, textWidth(row[index] ?? '')), textWidth(title)),
    ),
  )
  const line = (row: readonly string[]): string =>
    columns
      .map(({ isNumber }, index) => {
        const text = row[index] ?? ''
        const padding = ' '.repeat(Math.max(0, (widths[index] ?? 0) - textWidth(text)))
        return isNumber === true ? padding + text : text + padding
      })
      .join('   ')
      .trimEnd()
  const { dim } = picocolors.createColors(colour)
  return [dim(line(titles)), ...cells.map(line)]
}

/** `2026-03-01 14:05`, in the time zone of this machine. */
export function dateText(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}
