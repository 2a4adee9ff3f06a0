import { text, type Shape } from "../property-kind.ts";

/**
 * An object inside the deprecated `objects` of observed-data (STIX 2.1 section 4.14): it must say its type. Its other
 * properties are not checked, since older producers refer in them by local keys and give no ids.
 */
export const EMBEDDED_OBJECT: Shape = { required: ["type"], properties: { type: text }, rules: [] };
