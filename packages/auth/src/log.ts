/** What pino and its like have. */
export type AuthLog = {
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/**
 * better-auth's messages as our log's. What a client does wrong (a bad password, a foreign origin) is a
 * warning, whatever better-auth calls it; an error is what comes with an Error.
 */
export function toLogger(log?: AuthLog) {
  return {
    disabled: log === undefined,
    disableColors: true,
    level: 'warn' as const,
    log(_level: string, message: string, ...details: unknown[]) {
      const err = details.find((detail) => detail instanceof Error)
      if (err) log?.error({ err }, `auth: ${message}`)
      else log?.warn({}, `auth: ${message}`)
    },
  }
}
