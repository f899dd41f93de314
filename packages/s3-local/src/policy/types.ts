export type PolicyCondition = {
  operator: string
  /** Whether a missing key satisfies the condition (`…IfExists`). */
  ifExists: boolean
  /** How several values in the request are read (`ForAnyValue:`, `ForAllValues:`). */
  quantifier: 'any' | 'all' | null
  /** Lower-case: condition keys know no case. */
  key: string
  values: readonly string[]
}

export type PolicyStatement = {
  sid: string | null
  effect: 'Allow' | 'Deny'
  /** ARNs, account or canonical user ids; '*' is everybody. */
  principal: { kind: 'include' | 'exclude'; ids: readonly string[] }
  action: { kind: 'include' | 'exclude'; patterns: readonly string[] }
  resource: { kind: 'include' | 'exclude'; patterns: readonly string[] }
  conditions: readonly PolicyCondition[]
}

export type BucketPolicy = { statements: readonly PolicyStatement[] }

/**
 * What a request says of each condition key: lower-case key → its values. A key that isn't here is
 * missing from the request, which is not the same as ''.
 */
export type ConditionContext = ReadonlyMap<string, readonly string[]>

export type PolicyRequest = {
  /** `s3:GetObject` */
  action: string
  /** `arn:aws:s3:::bucket` or `arn:aws:s3:::bucket/key` */
  resourceArn: string
  /** The caller's access key id, null for an anonymous request. */
  principal: string | null
  context: ConditionContext
}
