import { element, type XmlNode } from './xml.ts'

/** Every credential belongs to one account, which owns every bucket. */
export const ACCOUNT_ID = '000000000000'
/** A canonical user id has 64 hex digits. */
export const OWNER_ID = '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a'
const OWNER_NAME = 'holdall'

export function ownerElement(name = 'Owner'): XmlNode {
  return element(name, element('ID', OWNER_ID), element('DisplayName', OWNER_NAME))
}
