import { describe, expect, it } from "vitest";
import { isIdentifier, parseIdentifier } from "./identifier.ts";

describe("identifiers", () => {
  it("take apart into type and UUID, whatever the case of the UUID", () => {
    expect(parseIdentifier("x-a-b--919108F7-52D1-4320-9BAC-F847DB4148A8")).toEqual({
      type: "x-a-b",
      uuid: { text: "919108f7-52d1-4320-9bac-f847db4148a8", version: 4, variant: "rfc" },
    });
  });

  it("may have a type of 250 characters and no more", () => {
    const uuid = "919108f7-52d1-4320-9bac-f847db4148a8";
    expect(isIdentifier(`${"a".repeat(250)}--${uuid}`)).toBe(true);
    expect(isIdentifier(`${"a".repeat(251)}--${uuid}`)).toBe(false);
  });

  it("are told apart by type where types are asked for", () => {
    const identifier = "file--919108f7-52d1-5320-9bac-f847db4148a8";
    expect(isIdentifier(identifier, ["artifact", "file"])).toBe(true);
    expect(isIdentifier(identifier, ["fil"])).toBe(false);
  });

  it.each([
    "",
    "campaign",
    "919108f7-52d1-4320-9bac-f847db4148a8",
    "--919108f7-52d1-4320-9bac-f847db4148a8",
    "campaign-919108f7-52d1-4320-9bac-f847db4148a8",
    "campaign---919108f7-52d1-4320-9bac-f847db4148a8",
    "Campaign--919108f7-52d1-4320-9bac-f847db4148a8",
    "campaign--919108f7-52d1-9320-9bac-f847db4148a8",
    "campaign--919108f7-52d1-4320-cbac-f847db4148a8",
    "campaign--00000000-0000-0000-0000-000000000000",
    "campaign--919108f7-52d1-4320-9bac-f847db4148a8 ",
    "campaign--{919108f7-52d1-4320-9bac-f847db4148a}",
  ])("are not %j", (text) => {
    expect(isIdentifier(text)).toBe(false);
    expect(parseIdentifier(text)).toBeUndefined();
  });
});
