import { z } from 'zod'

/** Controls, lone surrogates, separators of lines and folders, and what reorders text on screen. */
const FORBIDDEN_IN_NAMES = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}/\\]/u

/** What leaves a name looking empty: spaces, and characters that are drawn as nothing. */
const INVISIBLE = /[\p{White_Space}\p{Default_Ignorable_Code_Point}]/gu

/** 1 to 255 bytes of UTF-8, like every file system's, normalised to NFC so that equal names are equal. */
export const FileName = z
  .string()
  .transform((name) => name.normalize('NFC'))
  .pipe(
    z
      .string()
      .refine((name) => name.replace(INVISIBLE, '') !== '', 'must not be empty')
      .refine((name) => new TextEncoder().encode(name).length <= 255, 'must be at most 255 bytes long')
      .refine(
        (name) => !FORBIDDEN_IN_NAMES.test(name),
        'must not hold control, direction or slash characters',
      )
      .refine((name) => name !== '.' && name !== '..', 'must not be a dot or two'),
  )

/** A media type by RFC 9110 section 8.3.1 without parameters, lowercased. */
export const ContentType = z
  .string()
  .trim()
  .toLowerCase()
  .max(127)
  .regex(/^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/, 'must be a media type such as image/png')

export const FileKind = z.enum(['image', 'video', 'audio', 'pdf', 'document', 'archive', 'text', 'other'])
export type FileKind = z.infer<typeof FileKind>

export const FileId = z.object({ id: z.uuid() })
export type FileId = z.infer<typeof FileId>

/** False for what Postgres can't keep (NUL) and UTF-8 can't write (half a surrogate pair). */
export function isText(text: string): boolean {
  return !/[\0\p{Cs}]/u.test(text)
}

/** Opaque: it belongs to one combination of sort and order. Holds a file name, so up to 1.4 KB. */
export const Cursor = z.string().max(4096)

export const PageSize = z.int().min(1).max(100).default(50)

/** Normalised like the names that it is compared with. */
export const Search = z
  .string()
  .max(255)
  .refine(isText, 'must be readable text')
  .transform((text) => text.normalize('NFC').trim())

/** An id given by somebody else's system: users may come from other identity providers. */
export const ForeignId = z.string().max(255).refine(isText, 'must be readable text')
