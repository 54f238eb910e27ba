/** A ZIP of a few small files. */

const TABLE = Uint32Array.from({ length: 256 }, (_, number) => {
  for (let bit = 0; bit < 8; bit++) number = number & 1 ? 0xedb88320 ^ (number >>> 1) : number >>> 1;
  return number;
});
const UTF8_NAMES = 0x800;
const DEFLATED = 8;

/**
 * @param {object} files path to text, in the order in which they shall stand
 * @param {Date} now
 * @returns {Promise<Blob>}
 */
export async function zipOf(files, now) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const name = new TextEncoder().encode(path);
    const content = new TextEncoder().encode(text);
    const packed = await deflated(content);
    const header = [
      [20, 2], // needed to read it: version 2.0
      [UTF8_NAMES, 2],
      [packed ? DEFLATED : 0, 2],
      [timeOf(now), 4],
      [crc32(content), 4],
      [(packed ?? content).length, 4],
      [content.length, 4],
      [name.length, 2],
      [0, 2],
    ];
    const local = bytes([0x04034b50, 4], ...header);
    directory.push(bytes([0x02014b50, 4], [20, 2], ...header, [0, 10], [offset, 4]), name);
    parts.push(local, name, packed ?? content);
    offset += local.length + name.length + (packed ?? content).length;
  }
  const count = Object.keys(files).length;
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = bytes([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [size, 4], [offset, 4], [0, 2]);
  return new Blob([...parts, ...directory, end]);
}

/** Null where the browser cannot: then the file stands as it is. */
async function deflated(content) {
  let stream;
  try {
    stream = new CompressionStream("deflate-raw");
  } catch {
    return null;
  }
  const packed = new Blob([content]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

export function crc32(content) {
  let crc = -1;
  for (const octet of content) crc = TABLE[(crc ^ octet) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Numbers with their sizes in octets, the lowest octet first. */
function bytes(...fields) {
  const octets = fields.flatMap(([number, size]) =>
    Array.from({ length: size }, (_, place) => Math.floor(number / 256 ** place) & 255),
  );
  return Uint8Array.from(octets);
}

/** Day and time as MS-DOS counted them, in steps of two seconds from 1980 on. */
function timeOf(now) {
  const day = ((now.getFullYear() - 1980) << 9) | ((now.getMonth() + 1) << 5) | now.getDate();
  const time = (now.getHours() << 11) | (now.getMinutes() << 5) | (now.getSeconds() >> 1);
  return day * 65_536 + time;
}
