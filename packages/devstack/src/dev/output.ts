const COLOURS = { server: 36, web: 35, admin: 33, postgres: 34 } as const
const LEVELS: Record<string, string> = { warn: '\x1b[33mwarn\x1b[0m ', error: '\x1b[31merror\x1b[0m ' }

export type Source = keyof typeof COLOURS

/** One line of a process's output, behind its name; the server's JSON becomes a sentence. */
export function formatLine(source: Source, line: string, { colour }: { colour: boolean }): string {
  const name = source.padEnd(8)
  const text = source === 'server' ? readable(line, colour) : line
  return colour ? `\x1b[${COLOURS[source]}m${name}\x1b[0m ${text}` : `${name} ${text}`
}

/** The level of a server's line; lines that aren't its log count as `info`. */
export function levelOf(line: string): string {
  return String(parse(line)?.level ?? 'info')
}

function readable(line: string, colour: boolean): string {
  const entry = parse(line)
  if (!entry) return line
  const { level, msg, ms, err } = entry
  const label = LEVELS[String(level)] ?? ''
  const detail = isRecord(err) ? ` (${String(err.message)})` : ''
  return `${colour ? label : stripped(label)}${String(msg)}${detail}${typeof ms === 'number' ? ` ${ms} ms` : ''}`
}

function parse(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null
  try {
    const entry: unknown = JSON.parse(line)
    return isRecord(entry) && 'msg' in entry ? entry : null
  } catch {
    // Not the server's log but something that merely begins like it: shown as it is.
    return null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function stripped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape begins every colour code
  return text.replaceAll(/\x1b\[\d+m/g, '')
}
