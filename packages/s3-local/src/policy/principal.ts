import { ACCOUNT_ID, OWNER_ID } from '../account.ts'

/** The ARN under which a policy may name one access key: each stands for a user of the one account. */
export function userArn(accessKeyId: string): string {
  return `arn:aws:iam::${ACCOUNT_ID}:user/${accessKeyId}`
}

/** Who a policy may name under each type of principal. Source: IAM user guide, "Principal". */
const SHAPES: Readonly<Record<string, RegExp>> = {
  AWS: /^(\*|\d{12}|arn:aws:(iam::\d{12}:(root|(user|role)\/[\w+=,.@/-]+)|sts::\d{12}:(assumed-role|federated-user)\/[\w+=,.@/-]+))$/,
  CanonicalUser: /^[0-9a-f]{64}$/,
  Service: /^[\w.-]+\.amazonaws\.com$/,
  Federated: /^(arn:aws:iam::\d{12}:(saml|oidc)-provider\/.+|[\w.-]+)$/,
}

/** Whether `id` may stand under `type`. */
export function isPrincipal(type: string, id: string): boolean {
  return Object.hasOwn(SHAPES, type) && SHAPES[type]?.test(id) === true
}

/**
 * Whether a policy's principal is the caller: everybody, the account, its owner or the caller's own user.
 * Services, roles and federated users are never callers here.
 */
export function matchPrincipal(id: string, accessKeyId: string | null): boolean {
  if (id === '*') return true
  if (accessKeyId === null) return false
  const account = [ACCOUNT_ID, `arn:aws:iam::${ACCOUNT_ID}:root`, OWNER_ID]
  return account.includes(id) || id === userArn(accessKeyId)
}
