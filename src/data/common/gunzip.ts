/** Unpacks gzip archives as a stream, so that every reader reads `x.csv.gz` as it reads `x.csv`. */
import { DataError, type DataSource } from './dataset';
import { unpacked } from './inflate';

const suffix = /\.gz$/i;

export function isGzip(name: string): boolean {
  return suffix.test(name);
}

/**
 * The file that an archive holds, under the archive's name without `.gz`. Its size and its progress are
 * those of the archive, because the size of what it holds is not known before the end.
 */
export function gunzip(source: DataSource): DataSource {
  const { name, size, progress } = source;
  let read = 0;
  return {
    name: name.replace(suffix, ''),
    size,
    ...(progress ? { progress: () => progress.call(source, read) } : {}),
    chunks() {
      read = 0;
      const counted = async function* () {
        for await (const chunk of source.chunks()) {
          read += chunk.byteLength;
          yield chunk;
        }
      };
      const broken = (why: string) =>
        new DataError(`data.file: ${name} is not a whole gzip archive (${why}); copy or download it again`, [
          'data',
          'file',
        ]);
      return unpacked(counted(), 'gzip', broken);
    },
  };
}
