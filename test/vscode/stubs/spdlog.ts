/**
 * Stands in for `@vscode/spdlog`, which would have to be compiled: VS Code's log files, written line by line.
 */
import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

export const version = 0;
export function setLevel(): void {}
export function setFlushOn(): void {}

export class Logger {
  private level = 2;
  private plain = false;

  constructor(
    _kind: string,
    _name: string,
    private readonly file: string,
  ) {}

  trace(message: string): void {
    this.write(0, message);
  }
  debug(message: string): void {
    this.write(1, message);
  }
  info(message: string): void {
    this.write(2, message);
  }
  warn(message: string): void {
    this.write(3, message);
  }
  error(message: string): void {
    this.write(4, message);
  }
  critical(message: string): void {
    this.write(5, message);
  }
  getLevel(): number {
    return this.level;
  }
  setLevel(level: number): void {
    this.level = level;
  }
  setPattern(): void {
    this.plain = false;
  }
  clearFormatters(): void {
    this.plain = true;
  }
  flush(): void {}
  drop(): void {}

  private write(level: number, message: string): void {
    // A server that is being stopped may log after its folder has been removed.
    if (level < this.level || !existsSync(path.dirname(this.file))) {
      return;
    }
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    appendFileSync(this.file, this.plain ? message : `${time} [${levels[level]}] ${message}\n`);
  }
}

export async function createRotatingLogger(name: string, file: string): Promise<Logger> {
  mkdirSync(path.dirname(file), { recursive: true });
  return new Logger('rotating', name, file);
}

export const createAsyncRotatingLogger = createRotatingLogger;
