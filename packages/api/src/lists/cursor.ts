import { z } from 'zod'
import { AppError } from '../app-error.ts'

/** Row ids are int4 in s3_files, int8 in audit_events: more than fits is nobody's cursor. */
const Position = z.object({
  /** Which list and order it belongs to. */
  of: z.string(),
  /** The sorted column's value in the last row shown. */
  value: z.string().refine((value) => !value.includes('\0')),
  /** The last row's id. */
  id: z.string().regex(/^[1-9]\d{0,17}$/),
})

export type Position = z.infer<typeof Position>

/** Opaque to clients. It holds nothing that the list didn't show them, but for the row's bare number. */
export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify([position.of, position.value, position.id])).toString('base64url')
}

/**
 * Null without a cursor: the first page.
 * @throws INVALID_CURSOR for what encodeCursor() never wrote, and for a cursor of another list or order
 */
export function decodeCursor(cursor: string | null | undefined, of: string): Position | null {
  if (cursor === null || cursor === undefined) return null
  const position = parse(cursor)
  if (position?.of !== of) throw new AppError('INVALID_CURSOR', { field: 'cursor' })
  return position
}

function parse(cursor: string): Position | null {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const [name, value, id] = z.tuple([z.string(), z.string(), z.string()]).parse(decoded)
    return Position.parse({ of: name, value, id })
  } catch {
    // Whatever is wrong with it, the answer is the same.
    return null
  }
}
