/**
 * Whose turn it is to draw. A step of a zoom changes every plot in sight; so that no frame is held up, those that do not fit
 * into it are drawn in the next, before the others.
 */

/** Draws what has changed. */
export type Painter = () => void;

/** What a frame has for drawing, in milliseconds; the painter that exceeds it is the frame's last. */
const budget = 2;

class PaintBudget {
  private readonly waiting = new Set<Painter>();
  private spent = 0;
  private frame = 0;

  /** Now, where this frame has time left, otherwise in the next; once, however often it is asked for. */
  ask(painter: Painter): void {
    this.waiting.add(painter);
    if (this.spent < budget) {
      this.paint(painter);
    }
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.spent = 0;
      this.drain();
    });
  }

  private drain(): void {
    for (const painter of this.waiting) {
      if (this.spent >= budget) {
        this.ask(painter);
        return;
      }
      this.paint(painter);
    }
  }

  private paint(painter: Painter): void {
    const start = performance.now();
    this.waiting.delete(painter);
    painter();
    this.spent += performance.now() - start;
  }
}

/** Of all plots of the page. */
export const paintBudget = new PaintBudget();
