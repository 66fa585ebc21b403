/** What Windows takes for a device, whatever the ending (Microsoft, "Naming Files, Paths, and Namespaces"). */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
const LONGEST = 100;

/** Gives out paths below one folder that no system refuses or takes for something else; equal ones are told apart. */
export function createPaths() {
  const taken = new Set<string>();
  return (folder: string, name: string): string => {
    const file = fileName(name);
    for (let n = 1; ; n++) {
      const path = `${folder}/${n === 1 ? file : numbered(file, n)}`;
      // Some systems take upper and lower case, and composed and decomposed letters, for the same.
      const key = path.normalize('NFKC').toLowerCase();
      if (taken.has(key)) continue;
      taken.add(key);
      return path;
    }
  };
}

/** A name as every system can store it: no path, no device, no leading or trailing dots, 100 characters at most. */
export function fileName(name: string): string {
  const last = name.normalize('NFC').toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const whole = DEVICE.test(clean) ? `_${clean}` : clean || 'file';
  const { stem, ending } = parts(whole);
  return `${[...stem].slice(0, LONGEST - ending.length).join('')}${ending}`;
}

function numbered(file: string, n: number): string {
  const { stem, ending } = parts(file);
  return `${stem} (${n})${ending}`;
}

/** The ending is what stands behind the last dot, when it looks like one. */
function parts(file: string): { stem: string; ending: string } {
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(file)?.[0] ?? '';
  return { stem: file.slice(0, file.length - ending.length), ending };
}
