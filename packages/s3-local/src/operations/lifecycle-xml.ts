import { randomUUID } from 'node:crypto'
import { S3Error } from '../errors.ts'
import type { LifecycleRule } from '../lifecycle-rules.ts'
import { all, onlyChildren, optional, optionalText, type Parsed, parseXml, requiredText } from '../xml.ts'

const MAX_RULES = 1000
const MAX_ID_LENGTH = 255

/** Transitions and version rules would promise what this server doesn't do. */
const NOT_HERE = ['Transition', 'NoncurrentVersionExpiration', 'NoncurrentVersionTransition']

export function parseLifecycle(body: Buffer): LifecycleRule[] {
  const root = parseXml(body, 'LifecycleConfiguration')
  onlyChildren(root, ['Rule'])
  const rules = all(root, 'Rule').map(parseRule)
  if (rules.length === 0 || rules.length > MAX_RULES) throw new S3Error('MalformedXML')
  if (new Set(rules.map((rule) => rule.id)).size !== rules.length) {
    throw invalid('Rule ID must be unique. Found same ID for more than one rule')
  }
  return rules
}

function parseRule(rule: Parsed): LifecycleRule {
  for (const name of NOT_HERE) {
    if (rule.children.has(name)) {
      throw new S3Error('NotImplemented', { message: `This server has no ${name} in lifecycle rules.` })
    }
  }
  onlyChildren(rule, ['ID', 'Prefix', 'Filter', 'Status', 'Expiration', 'AbortIncompleteMultipartUpload'])
  const status = requiredText(rule, 'Status').trim()
  if (status !== 'Enabled' && status !== 'Disabled') throw new S3Error('MalformedXML')
  const id = optionalText(rule, 'ID') || randomUUID()
  if (id.length > MAX_ID_LENGTH) throw invalid('ID length should not exceed allowed limit of 255')
  const expiration = optional(rule, 'Expiration')
  const abort = optional(rule, 'AbortIncompleteMultipartUpload')
  if (!expiration && !abort) throw invalid('At least one action needs to be specified in a rule')
  const { scope, filter } = parseScope(rule)
  if (abort && (filter.tags.length > 0 || hasSize(filter))) {
    throw invalid('AbortIncompleteMultipartUpload cannot be specified with Tags or object sizes')
  }
  return {
    id,
    enabled: status === 'Enabled',
    scope,
    filter,
    ...(expiration && { expiration: parseExpiration(expiration) }),
    ...(abort && { abortIncompleteUploadDays: parseDays(requiredText(abort, 'DaysAfterInitiation')) }),
  }
}

function hasSize(filter: LifecycleRule['filter']): boolean {
  return filter.sizeGreaterThan !== undefined || filter.sizeLessThan !== undefined
}

function parseScope(rule: Parsed): Pick<LifecycleRule, 'scope' | 'filter'> {
  const filter = optional(rule, 'Filter')
  const prefix = optionalText(rule, 'Prefix')
  if ((filter === undefined) === (prefix === undefined)) throw new S3Error('MalformedXML')
  if (!filter) return { scope: 'prefix', filter: { prefix, tags: [] } }
  const and = optional(filter, 'And')
  onlyChildren(filter, ['And', 'Prefix', 'Tag', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'])
  if (!and) {
    if (filter.children.size > 1) throw new S3Error('MalformedXML')
    return { scope: 'filter', filter: parseConditions(filter) }
  }
  if (filter.children.size > 1) throw new S3Error('MalformedXML')
  onlyChildren(and, ['Prefix', 'Tag', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'])
  return { scope: 'and', filter: parseConditions(and) }
}

function parseConditions(parent: Parsed): LifecycleRule['filter'] {
  const size = (name: string) => {
    const text = optionalText(parent, name)?.trim()
    if (text !== undefined && !/^\d{1,15}$/.test(text)) throw new S3Error('MalformedXML')
    return text === undefined ? undefined : Number(text)
  }
  return {
    prefix: optionalText(parent, 'Prefix'),
    tags: all(parent, 'Tag').map((tag) => [requiredText(tag, 'Key'), requiredText(tag, 'Value')] as const),
    sizeGreaterThan: size('ObjectSizeGreaterThan'),
    sizeLessThan: size('ObjectSizeLessThan'),
  }
}

function parseExpiration(expiration: Parsed): NonNullable<LifecycleRule['expiration']> {
  if (expiration.children.has('ExpiredObjectDeleteMarker')) {
    throw new S3Error('NotImplemented', {
      message: 'This server has no versions, so no delete markers expire.',
    })
  }
  onlyChildren(expiration, ['Days', 'Date'])
  const days = optionalText(expiration, 'Days')
  const date = optionalText(expiration, 'Date')
  if ((days === undefined) === (date === undefined)) throw new S3Error('MalformedXML')
  if (days !== undefined) return { days: parseDays(days) }
  const time = new Date((date ?? '').trim())
  if (Number.isNaN(time.getTime())) throw new S3Error('MalformedXML')
  if (time.getTime() % (24 * 60 * 60 * 1000) !== 0) throw invalid("'Date' must be at midnight GMT")
  return { date: time.toISOString() }
}

function parseDays(text: string): number {
  const days = Number(text.trim())
  if (!/^-?\d{1,9}$/.test(text.trim())) throw new S3Error('MalformedXML')
  if (days < 1) throw invalid("'Days' for Expiration action must be a positive integer")
  return days
}

function invalid(message: string): S3Error {
  return new S3Error('InvalidArgument', { message })
}
