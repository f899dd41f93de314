import { z } from 'zod'

export const GIB = 1024 ** 3
/** Seconds. */
export const DAY = 86_400

/** Kinds of environment variables. No message repeats a value: it might be a secret in the wrong place. */

export function required(what: string) {
  return z.string({ error: `is missing: set it to ${what}` })
}

export function optional() {
  return z.string().optional()
}

export function secret(length: number, help: string) {
  return z
    .string({ error: `is missing: set it to a secret of at least ${length} characters; ${help}` })
    .min(length, `must be at least ${length} characters long: ${help}`)
}

export function url<T extends z.ZodType<string | undefined>>(field: T, protocols: string[], message: string) {
  return field.refine(
    (value) => value === undefined || (URL.canParse(value) && protocols.includes(new URL(value).protocol)),
    message,
  )
}

/** An address without a path; what is returned has no final slash, as browsers send it in `Origin`. */
export function isOrigin(field: z.ZodString) {
  return field
    .refine((value) => {
      if (!URL.canParse(value)) return false
      const { protocol, pathname, search, username } = new URL(value)
      return /^https?:$/.test(protocol) && pathname === '/' && search === '' && username === ''
    }, 'must be an http or https address without a path')
    .transform((value) => new URL(value).origin)
}

type Range = { min: number; max?: number; default: number; unit: string }

/** A whole number, in digits alone: `1e9` or `10GB` would be guesses. */
export function number({ min, max = Number.MAX_SAFE_INTEGER, default: fallback, unit }: Range) {
  return z
    .string()
    .refine(
      (value) => /^\d{1,16}$/.test(value) && Number(value) >= min && Number(value) <= max,
      `must be a whole number from ${min} to ${max} (${unit})`,
    )
    .transform(Number)
    .default(fallback)
}

export function host(fallback: string) {
  return z
    .string()
    .regex(/^[\w.:-]+$/, 'must be an address to listen on, such as 127.0.0.1 or 0.0.0.0')
    .default(fallback)
}

/** Content types separated by commas. */
export function words(fallback: string[]) {
  return z
    .string()
    .transform((list) =>
      list
        .split(',')
        .map((word) => word.trim().toLowerCase())
        .filter((word) => word !== ''),
    )
    .refine(
      (list) => list.every((word) => word === '*' || /^[a-z0-9.+-]+\/([a-z0-9.+-]+|\*)$/.test(word)),
      'must be content types separated by commas, such as image/*,application/pdf',
    )
    .default(fallback)
}
