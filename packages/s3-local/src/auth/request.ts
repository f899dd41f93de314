/**
 * A request as it came over the wire. A signature covers these very bytes, so nothing here is decoded,
 * normalised, sorted or merged. Strings are byte strings: one char a byte, as node's HTTP parser gives them.
 */
export type RawRequest = {
  method: string
  /** The path of the request line up to `?`, percent-encoding untouched, `..` and `//` kept. */
  rawPath: string
  /** What follows the first `?` of the request line; '' without one. */
  rawQuery: string
  /** Names in any case, values as sent, in order, duplicates apart. */
  headers: ReadonlyArray<readonly [name: string, value: string]>
}

/** Every value of a header, in the order they came. `name` is lower-case. */
export function headerValues(request: Pick<RawRequest, 'headers'>, name: string): string[] {
  return request.headers.filter(([given]) => given.toLowerCase() === name).map(([, value]) => value)
}

/** A header's value, duplicates joined by a comma as RFC 9110 (5.3) has it. `name` is lower-case. */
export function headerValue(request: Pick<RawRequest, 'headers'>, name: string): string | undefined {
  const values = headerValues(request, name)
  return values.length === 0 ? undefined : values.map((value) => value.trim()).join(',')
}

/** The query's pairs, decoded. A pair without `=` has the value ''. Undecodable escapes stay as sent. */
export function queryPairs(rawQuery: string): Array<[name: string, value: string]> {
  return rawQuery
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=')
      return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))]
    })
}

/** S3 reads `+` in a query as a space, as browsers write it. */
function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}
