type Disposition = { disposition: 'attachment' | 'inline'; fileName?: string }

/**
 * What no file name on any system may hold, or what makes it show as something that it isn't: controls, path
 * separators, line separators, and the bidi overrides and isolates that turn `gpj.exe` into `exe.jpg`.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f/\\\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/**
 * A Content-Disposition header (RFC 6266) that is plain ASCII whatever the name: `filename` for old clients,
 * with `_` for what it can't say, and `filename*` (RFC 8187, UTF-8) with the name itself when they differ.
 * Lone surrogates, which UTF-8 can't say, become U+FFFD.
 */
export function contentDisposition({ disposition, fileName }: Disposition): string {
  if (fileName === undefined || fileName === '') return disposition
  const name = Buffer.from(fileName.replace(UNSAFE, '_')).toString()
  // RFC 6266, appendix D: no quotes or backslashes, and no % either, which some clients decode.
  const ascii = name.replace(/[^ -~]/gu, '_').replace(/["%]/g, '_')
  const plain = `${disposition}; filename="${ascii}"`
  return ascii === name ? plain : `${plain}; filename*=UTF-8''${extendedValue(name)}`
}

/** RFC 8187's attr-char is narrower than what encodeURIComponent leaves alone. */
function extendedValue(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
