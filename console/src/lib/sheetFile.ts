/** The text of a sheet that somebody chose: a workbook of Excel or WPS, or a CSV. */

/** How a workbook begins: .xlsx is a ZIP, .xls an OLE file. */
const WORKBOOKS = [[0x50, 0x4b, 0x03, 0x04], [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]];
const MOST_ROWS = 10_000;

/** Its rows as lines, cells divided by tabs or commas. An error if it is a workbook that cannot be read. */
export async function textOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (WORKBOOKS.some((mark) => mark.every((byte, at) => bytes[at] === byte))) return textOfWorkbook(bytes);
  // Excel's "Unicode text" is UTF-16. Its other texts are UTF-8, or GB 18030 on older computers.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/** Its first sheet. Numbers as they are: a tracking number of 12 digits would be shown as 7.53E+11. */
async function textOfWorkbook(bytes: Uint8Array): Promise<string> {
  const { read, utils } = await import("@e965/xlsx");
  const book = read(bytes, { dense: true, sheetRows: MOST_ROWS });
  return utils.sheet_to_csv(book.Sheets[book.SheetNames[0]!]!, { FS: "\t", rawNumbers: true });
}
