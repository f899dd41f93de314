import { inCidr, parseCidr } from './address.ts'
import { matchWildcard } from './wildcard.ts'

type Operator = {
  /** Whether a policy's value fits the operator. */
  accepts: (value: string) => boolean
  /** Whether the request's value satisfies the policy's. */
  matches: (given: string, value: string) => boolean
  /** True where the condition holds when nothing matches. */
  negated?: boolean
}

const anything = () => true
const isNumber = (text: string) => /^[+-]?\d+(\.\d+)?$/.test(text)
const isBoolean = (text: string) => /^(true|false)$/i.test(text)
const isDate = (text: string) => !Number.isNaN(dateValue(text))

function numeric(compare: (given: number, value: number) => boolean): Operator {
  return { accepts: isNumber, matches: (a, b) => isNumber(a) && compare(Number(a), Number(b)) }
}

function dated(compare: (given: number, value: number) => boolean): Operator {
  return { accepts: isDate, matches: (a, b) => isDate(a) && compare(dateValue(a), dateValue(b)) }
}

const not = (operator: Operator): Operator => ({ ...operator, negated: true })
const equal = (a: number, b: number) => a === b

const stringEquals: Operator = { accepts: anything, matches: (a, b) => a === b }
const ignoreCase: Operator = { accepts: anything, matches: (a, b) => a.toLowerCase() === b.toLowerCase() }
const stringLike: Operator = { accepts: anything, matches: (a, b) => matchWildcard(b, a) }
const ipAddress: Operator = {
  accepts: (value) => parseCidr(value) !== null,
  matches: (given, value) => {
    const cidr = parseCidr(value)
    return cidr !== null && inCidr(given, cidr)
  },
}
/** ArnEquals and ArnLike are the same: each of the six parts is matched by itself. */
const arn: Operator = { accepts: (value) => arnParts(value) !== null, matches: matchArn }

/**
 * Source: IAM user guide, "IAM JSON policy elements: Condition operators". `Null` is read by the evaluation
 * itself; `BinaryEquals` has no key in S3 and is refused.
 */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: stringEquals,
  StringNotEquals: not(stringEquals),
  StringEqualsIgnoreCase: ignoreCase,
  StringNotEqualsIgnoreCase: not(ignoreCase),
  StringLike: stringLike,
  StringNotLike: not(stringLike),
  NumericEquals: numeric(equal),
  NumericNotEquals: not(numeric(equal)),
  NumericLessThan: numeric((a, b) => a < b),
  NumericLessThanEquals: numeric((a, b) => a <= b),
  NumericGreaterThan: numeric((a, b) => a > b),
  NumericGreaterThanEquals: numeric((a, b) => a >= b),
  DateEquals: dated(equal),
  DateNotEquals: not(dated(equal)),
  DateLessThan: dated((a, b) => a < b),
  DateLessThanEquals: dated((a, b) => a <= b),
  DateGreaterThan: dated((a, b) => a > b),
  DateGreaterThanEquals: dated((a, b) => a >= b),
  Bool: { accepts: isBoolean, matches: (a, b) => a.toLowerCase() === b.toLowerCase() },
  Null: { accepts: isBoolean, matches: anything },
  IpAddress: ipAddress,
  NotIpAddress: not(ipAddress),
  ArnEquals: arn,
  ArnLike: arn,
  ArnNotEquals: not(arn),
  ArnNotLike: not(arn),
}

export function findOperator(name: string): Operator | undefined {
  return Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined
}

/** Milliseconds since 1970 of an ISO 8601 time or of seconds since 1970; NaN for anything else. */
function dateValue(text: string): number {
  if (/^\d{1,11}$/.test(text) && text.length !== 4) return Number(text) * 1000
  const iso = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?)?)?$/
  return iso.test(text) ? Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) : Number.NaN
}

function arnParts(text: string): string[] | null {
  if (text === '*') return ['*', '*', '*', '*', '*', '*']
  const parts = text.split(':')
  return parts.length < 6 || parts[0] !== 'arn' ? null : [...parts.slice(0, 5), parts.slice(5).join(':')]
}

function matchArn(given: string, pattern: string): boolean {
  const parts = arnParts(given)
  const patterns = arnParts(pattern)
  return !!parts && !!patterns && patterns.every((part, i) => matchWildcard(part, parts[i] ?? ''))
}
