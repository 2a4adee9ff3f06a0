import {
  boolean,
  count,
  inForm,
  integer,
  integerFrom,
  list,
  nested,
  numberFrom,
  oneOf,
  referenceTo,
  text,
  texts,
  timestamp,
  type PropertyKind,
  type Shape,
} from "../property-kind.ts";
import { HEX } from "../text-forms.ts";
import { dictionary, dictionaryOf, hashes } from "./nested-shapes.ts";

const hex = inForm(HEX);

/** By the type that may have them, as the standard prints them. */
const TABLE: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  file: {
    "archive-ext": {
      required: ["contains_refs"],
      properties: { contains_refs: list(referenceTo()), comment: text },
      rules: [],
    },
    "ntfs-ext": anyOf({ sid: text, alternate_data_streams: list(stream()) }),
    "pdf-ext": anyOf({
      version: text,
      is_optimized: boolean,
      document_info_dict: dictionaryOf(text),
      pdfid0: text,
      pdfid1: text,
    }),
    "raster-image-ext": anyOf({
      image_height: integer,
      image_width: integer,
      bits_per_pixel: integer,
      exif_tags: dictionary,
    }),
    "windows-pebinary-ext": {
      required: ["pe_type"],
      properties: {
        pe_type: text,
        imphash: text,
        machine_hex: hex,
        number_of_sections: count,
        time_date_stamp: timestamp,
        pointer_to_symbol_table_hex: hex,
        number_of_symbols: count,
        size_of_optional_header: count,
        characteristics_hex: hex,
        file_header_hashes: hashes,
        optional_header: optionalHeader(),
        sections: list(section()),
      },
      rules: [],
    },
  },
  "network-traffic": {
    "http-request-ext": {
      required: ["request_method", "request_value"],
      properties: {
        request_method: text,
        request_value: text,
        request_version: text,
        request_header: dictionary,
        message_body_length: integer,
        message_body_data_ref: referenceTo("artifact"),
      },
      rules: [],
    },
    "icmp-ext": {
      required: ["icmp_type_hex", "icmp_code_hex"],
      properties: { icmp_type_hex: hex, icmp_code_hex: hex },
      rules: [],
    },
    "socket-ext": {
      required: ["address_family"],
      properties: {
        address_family: oneOf(
          "AF_UNSPEC",
          "AF_INET",
          "AF_IPX",
          "AF_APPLETALK",
          "AF_NETBIOS",
          "AF_INET6",
          "AF_IRDA",
          "AF_BTH",
        ),
        is_blocking: boolean,
        is_listening: boolean,
        options: dictionaryOf(integer),
        socket_type: oneOf("SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW", "SOCK_RDM", "SOCK_SEQPACKET"),
        socket_descriptor: count,
        socket_handle: integer,
      },
      rules: [],
    },
    "tcp-ext": anyOf({ src_flags_hex: hex, dst_flags_hex: hex }),
  },
  process: {
    "windows-process-ext": anyOf({
      aslr_enabled: boolean,
      dep_enabled: boolean,
      priority: text,
      owner_sid: text,
      window_title: text,
      // Some of its members are null by design (section 6.13.2).
      startup_info: nested({ required: [], properties: {}, rules: [] }),
      integrity_level: oneOf("low", "medium", "high", "system"),
    }),
    "windows-service-ext": anyOf({
      service_name: text,
      descriptions: texts,
      display_name: text,
      group_name: text,
      start_type: oneOf(
        "SERVICE_AUTO_START",
        "SERVICE_BOOT_START",
        "SERVICE_DEMAND_START",
        "SERVICE_DISABLED",
        "SERVICE_SYSTEM_ALERT",
      ),
      service_dll_refs: list(referenceTo("file")),
      service_type: oneOf(
        "SERVICE_KERNEL_DRIVER",
        "SERVICE_FILE_SYSTEM_DRIVER",
        "SERVICE_WIN32_OWN_PROCESS",
        "SERVICE_WIN32_SHARE_PROCESS",
      ),
      service_status: oneOf(
        "SERVICE_CONTINUE_PENDING",
        "SERVICE_PAUSE_PENDING",
        "SERVICE_PAUSED",
        "SERVICE_RUNNING",
        "SERVICE_START_PENDING",
        "SERVICE_STOP_PENDING",
        "SERVICE_STOPPED",
      ),
    }),
  },
  "user-account": {
    "unix-account-ext": anyOf({ gid: integer, groups: texts, home_dir: text, shell: text }),
  },
};

/** The predefined extensions of cyber-observables (STIX 2.1 section 6), by the type that may have them and by name. */
export const PREDEFINED_EXTENSIONS: ReadonlyMap<string, ReadonlyMap<string, Shape>> = new Map(
  Object.entries(TABLE).map(([type, extensions]) => [type, new Map(Object.entries(extensions))]),
);

/** A shape that asks for one of its properties at least. */
function anyOf(properties: Readonly<Record<string, PropertyKind>>): Shape {
  return {
    required: [],
    properties,
    rules: [{ kind: "at-least-one", of: Object.keys(properties).map((name) => [name]) }],
  };
}

function stream(): PropertyKind {
  return nested({ required: ["name"], properties: { name: text, hashes, size: count }, rules: [] });
}

function section(): PropertyKind {
  return nested({
    required: ["name"],
    properties: { name: text, size: count, entropy: numberFrom(-Number.MAX_VALUE, Number.MAX_VALUE), hashes },
    rules: [],
  });
}

function optionalHeader(): PropertyKind {
  const hexNames = ["magic_hex", "win32_version_value_hex", "checksum_hex", "subsystem_hex"];
  const moreHexNames = ["dll_characteristics_hex", "loader_flags_hex"];
  const sizes = ["size_of_code", "size_of_initialized_data", "size_of_uninitialized_data", "size_of_image"];
  const moreSizes = [
    "size_of_headers",
    "size_of_stack_reserve",
    "size_of_stack_commit",
    "size_of_heap_reserve",
  ];
  const numbers = ["major_linker_version", "minor_linker_version", "address_of_entry_point", "base_of_code"];
  const moreNumbers = [
    "base_of_data",
    "image_base",
    "section_alignment",
    "file_alignment",
    "major_os_version",
  ];
  const versions = [
    "minor_os_version",
    "major_image_version",
    "minor_image_version",
    "major_subsystem_version",
  ];
  const rest = ["minor_subsystem_version", "number_of_rva_and_sizes"];
  const all = (names: readonly string[], kind: PropertyKind): Record<string, PropertyKind> =>
    Object.fromEntries(names.map((name) => [name, kind]));
  return nested(
    anyOf({
      ...all([...hexNames, ...moreHexNames], hex),
      ...all([...sizes, ...moreSizes, "size_of_heap_commit"], integerFrom(0)),
      ...all([...numbers, ...moreNumbers, ...versions, ...rest], integer),
      hashes,
    }),
  );
}
