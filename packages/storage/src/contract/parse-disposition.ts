/**
 * The file name that a Content-Disposition gives to a client that follows RFC 6266: `filename*` before
 * `filename`. Written from the RFCs' grammar rather than from contentDisposition(), so that each checks the other.
 */
export function fileNameIn(header: string): string | undefined {
  const params = new Map<string, string>()
  const grammar = /;\s*([\w!#$&+\-.^`|~]+\*?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/gy
  grammar.lastIndex = /^[\w-]+/.exec(header)?.[0].length ?? 0
  let end = grammar.lastIndex
  for (let match = grammar.exec(header); match !== null; match = grammar.exec(header)) {
    const [, name = '', quoted, token] = match
    if (params.has(name)) throw new Error(`"${name}" is given twice.`)
    params.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? token ?? '')
    end = grammar.lastIndex
  }
  if (header.slice(end).trim() !== '')
    throw new Error(`"${header.slice(end)}" isn't part of the header's grammar.`)
  const extended = params.get('filename*')
  return extended === undefined ? params.get('filename') : decodeExtended(extended)
}

function decodeExtended(value: string): string {
  const [, encoded] = /^UTF-8'[\w-]*'((?:[A-Za-z0-9!#$&+\-.^_`|~]|%[0-9A-Fa-f]{2})*)$/.exec(value) ?? []
  if (encoded === undefined) throw new Error(`"${value}" is no ext-value of RFC 8187.`)
  return decodeURIComponent(encoded)
}
